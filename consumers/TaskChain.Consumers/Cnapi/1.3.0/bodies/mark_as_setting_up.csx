await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}", new JsonObject { ["setting_up"] = true });
return "Server is marked as being set up";
