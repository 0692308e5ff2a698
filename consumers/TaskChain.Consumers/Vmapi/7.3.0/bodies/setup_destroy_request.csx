job["endpoint"] = $"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}";
job["currentVm"] = job.Params["currentVm"]?.DeepClone();
return "Request has been set up";
