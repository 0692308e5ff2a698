job["taskId"] = await sdcClients.Cnapi.DestroyVm(job.Params.GetString("server_uuid"), job.Params.GetString("vm_uuid"));
job["expects"] = "destroyed";
return "Destroy request has been sent";
