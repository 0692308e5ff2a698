if (!job.Params.GetBoolean("drain", false)) return "cn-agent was not paused";
await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{job.Params.GetString("server_uuid")}/cn-agent/resume", null);
return "cn-agent takes tasks again";
