// Whatever this job has started on the two servers ends first.
var (vmapi, cnapi) = (restify.CreateJsonClient(config["vmapiUrl"]), restify.CreateJsonClient(config["cnapiUrl"]));
var vm = assert.Uuid(job.Params["vm_uuid"], "vm_uuid");
var record = (await vmapi.GetAsync($"/migrations/{vm}?format=raw")).Body;
var (source, target) = (assert.Uuid(record["source_server_uuid"], "record.source_server_uuid"), assert.Uuid(record["target_server_uuid"], "record.target_server_uuid"));
var tasks = (await sdcClients.Cnapi.ListTasks(source, vm)).Concat(await sdcClients.Cnapi.ListTasks(target, vm));
if (tasks.Any(task => task.Status == "active")) return job.Again(TimeSpan.FromSeconds(0.5));

// A switch that was complete stays so, and the machine is started where it is now. Otherwise the source becomes the machine again.
if ((string)record["state"] != "successful" && job["reverted"] is null)
{
    async Task Set(string server, string action, bool value) => await cnapi.PostAsync($"/servers/{server}/vms/{vm}/migrate", new JsonObject
    {
        ["action"] = action, ["vm_uuid"] = vm, ["value"] = value, ["idempotency_key"] = $"{job.IdempotencyKey}/{server}",
    });
    await Set(target, "set-do-not-inventory", true);
    await Set(source, "set-do-not-inventory", false);
    await Set(source, "set-autoboot", (bool?)job.Params["vm"]["autoboot"] ?? true);
    await vmapi.PostAsync($"/migrations/{vm}/updateVmServerUuid", new JsonObject { ["server_uuid"] = source });
    job["reverted"] = true;
    return job.Again(TimeSpan.FromSeconds(0.1));
}

if ((string)job.Params["vm"]["state"] != "running") return $"OK - initial vm state was not running, state: {(string)job.Params["vm"]["state"]}";
return $"OK - vm start workflow running, job uuid: {await sdcClients.Vmapi.StartVm(vm, job.IdempotencyKey)}";
