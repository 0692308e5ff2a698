var zones = job["natZones"].AsArray().Select(zone => (string)zone).ToList();
var states = await vasync.ForEachParallel(zones, async zone => (await sdcClients.Vmapi.RefreshVm(zone)).State);
if (states.Contains("failed")) return job.Fail("A NAT zone failed to provision", "nat_zone_failed");
return states.All(state => state == "running") ? "Fabric NATs running" : job.Again(TimeSpan.FromSeconds(0.5));
