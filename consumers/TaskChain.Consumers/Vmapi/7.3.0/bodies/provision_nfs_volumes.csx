var (owner, vm) = (job.Params.GetString("owner_uuid"), job.Params.GetString("vm_uuid"));
var wanted = (job.Params["volumes"] as JsonArray ?? []).Select(volume => (string)volume["name"]).ToList();
var made = await vasync.ForEachParallel(wanted, async name =>
{
    await sdcClients.Volapi.ReserveVolume(name, owner, vm, job.Uuid);
    // The owner's volume of that name: an earlier run of this task may have made it, or somebody else.
    return await sdcClients.Volapi.FindVolume(name, owner) ?? await sdcClients.Volapi.CreateVolume(name, owner);
});
job["volumes"] = new JsonArray([.. made.Select(volume => (JsonNode)volume.Uuid)]);
return made.Count == 0 ? "VM requires no volumes" : "All volumes provisioned";
