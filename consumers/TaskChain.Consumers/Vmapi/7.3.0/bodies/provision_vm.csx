job["expects"] = job.Params.GetBoolean("autoboot", true) ? "running" : "stopped";
job["taskId"] = await sdcClients.Cnapi.CreateVm(job.Params.GetString("server_uuid"), job["payload"].AsObject(), job.IdempotencyKey);
// From here on the machine may be there: its network cards must not be taken away when something else fails.
job["markAsFailedOnError"] = false;
return "Provision task queued";
