if (!job.Params.GetBoolean("drain", false)) return "No need to pause cn-agent";
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}/cn-agent/pause", null);
return "cn-agent takes no new tasks";
