await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 60, ["message"] = "reserving the IP addresses for the instance",
});
var plan = job["migration_reserved_nics"].AsArray().Select(nic => ((string)nic["network_uuid"], (string)nic["ip"])).ToList();
await vasync.ForEachParallel(plan, nic => sdcClients.Napi.SetReserved(nic.Item1, nic.Item2, reserved: true));
return $"OK - reserved {plan.Count} ips";
