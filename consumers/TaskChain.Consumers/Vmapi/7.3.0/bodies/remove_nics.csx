var macs = (job["currentVm"]?["nics"] as JsonArray ?? []).Select(nic => (string)nic["mac"]).ToList();
if (macs.Count == 0) return "No MAC addresses to remove";
// A card that is gone already counts as removed: the server's agent may be faster, or an earlier run of this task.
await vasync.ForEachParallel(macs, mac => sdcClients.Napi.DeleteNic(mac), concurrency: 2);
return "NICs removed";
