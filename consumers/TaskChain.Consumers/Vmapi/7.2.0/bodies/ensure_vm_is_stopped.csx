var vm = await sdcClients.Vmapi.RefreshVm(job.Params.GetString("vm_uuid"));
if (vm.State != "stopped") return job.Fail($"VM {vm.Uuid} is {vm.State}, only a stopped one can be started.", "invalid_vm_state");
return "VM is stopped";
