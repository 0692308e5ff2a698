// VMAPI asks the server how the machine is. While it is being made nothing can be concluded.
var (vmapi, napi) = (restify.CreateJsonClient(config["vmapiUrl"]), restify.CreateJsonClient(config["napiUrl"]));
var vm = job.Params.GetString("vm_uuid");
var state = (string)(await vmapi.GetAsync($"/vms/{vm}?sync=true")).Body["state"];
if (state == "provisioning") return job.Again(TimeSpan.FromSeconds(0.5));
if (state != "failed") return $"VM is {state}";

foreach (var nic in (await napi.GetAsync($"/nics?belongs_to_uuid={vm}")).Body.AsArray())
{
    await napi.DelAsync($"/nics/{((string)nic["mac"]).Replace(":", "")}");
}

await vmapi.PostAsync("/job_results", new JsonObject { ["vm_uuid"] = vm, ["execution"] = "failed" });
return "VM was not made; its NICs are free";
