await sdcClients.Cnapi.PauseAgent(job.Params.GetString("server_uuid"));
return "The agent takes no new tasks";
