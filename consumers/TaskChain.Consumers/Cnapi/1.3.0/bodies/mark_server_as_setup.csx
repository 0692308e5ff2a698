var changes = new JsonObject { ["setup"] = true, ["setting_up"] = false };
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}", changes);
return "Server is set up";
