var vm = await sdcClients.Vmapi.PutVm(job.Params.GetString("vm_uuid"), new JsonObject { ["state"] = (string)job["expects"] });
return $"VM is {vm.State}";
