await sdcClients.Cnapi.SetServerStatus(job.Params.GetString("server_uuid"), "rebooting");
return "Server is marked as rebooting";
