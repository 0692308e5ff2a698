job["endpoint"] = $"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}/start";
job["expects"] = "running";
return "Request has been set up";
