var nics = (job["migration_reserved_nics"] as JsonArray ?? []).Select(nic => ((string)nic["network_uuid"], (string)nic["ip"])).ToList();
if (nics.Count == 0) return "OK - no reserved NICs";
await vasync.ForEachParallel(nics, nic => sdcClients.Napi.SetReserved(nic.Item1, nic.Item2, reserved: false));
return $"OK - unreserved {nics.Count} ips";
