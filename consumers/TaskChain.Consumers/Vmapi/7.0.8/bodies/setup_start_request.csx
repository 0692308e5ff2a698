job["endpoint"] = $"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}/start";
job["expects"] = "running";
return "Start request has been set up";
