var vm = await sdcClients.Vmapi.RefreshVm(job.Params.GetString("vm_uuid"));
if (vm.State != "stopped") return job.Fail($"Vm is no longer stopped - state: {vm.State}", "invalid_vm_state");

// What is going to be reserved is written down before anything is: whoever cleans up must not guess. What others have reserved is not ours.
var plan = new JsonArray();
foreach (var nic in await sdcClients.Napi.ListNics(vm.Uuid))
{
    if (!await sdcClients.Napi.IsReserved(nic.NetworkUuid, nic.Ip)) plan.Add(new JsonObject { ["network_uuid"] = nic.NetworkUuid, ["ip"] = nic.Ip });
}

job["migration_reserved_nics"] = plan;
return "OK - source vm is stopped";
