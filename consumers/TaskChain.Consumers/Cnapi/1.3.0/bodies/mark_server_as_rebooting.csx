var changes = new JsonObject { ["etag_retries"] = 3, ["transitional_status"] = "rebooting" };
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}", changes);
return "Server is marked as rebooting";
