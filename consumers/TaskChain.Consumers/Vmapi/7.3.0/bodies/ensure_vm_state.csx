var wanted = job.Params.GetString("task") == "start" ? "stopped" : "running";
var vm = await sdcClients.Vmapi.RefreshVm(job.Params.GetString("vm_uuid"));
if (job.Params.GetBoolean("idempotent", false)) return $"VM is {vm.State}, action is idempotent";
if (vm.State != wanted) return job.Fail($"Cannot {job.Params.GetString("task")} a VM from a '{vm.State}' state", "invalid_vm_state");
return $"VM is {vm.State}";
