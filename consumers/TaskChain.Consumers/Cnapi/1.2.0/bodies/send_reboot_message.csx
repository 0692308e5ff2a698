await sdcClients.Cnapi.RebootServer(job.Params.GetString("server_uuid"));
return "Reboot message has been sent";
