var vm = await sdcClients.Vmapi.GetVm(job.Params.GetString("vm_uuid"));
job.Params["server_uuid"] = vm.ServerUuid;
return "Got VM server";
