// After a factory reset the server has none, but CNAPI's record does not know that.
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}", new JsonObject { ["agents"] = new JsonArray() });
return "Server's agents are cleared";
