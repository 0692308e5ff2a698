var volumes = job["volumes"].AsArray().Select(uuid => (string)uuid).ToList();
if (volumes.Count == 0) return "No created NFS volume to which a reference needs to be added";
await vasync.ForEachParallel(volumes, uuid => sdcClients.Volapi.AddReference(uuid, job.Params.GetString("vm_uuid")));
return $"References to {volumes.Count} volumes added";
