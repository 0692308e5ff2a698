job["endpoint"] = $"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}/stop";
job["expects"] = "stopped";
return "Request has been set up";
