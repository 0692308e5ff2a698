job["endpoint"] = $"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}/reboot";
job["expects"] = "running";
return "Request has been set up";
