// An operator sees it as not set up, and can try again.
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}", new JsonObject { ["setting_up"] = false });
return "Server is not being set up any more";
