var volumes = job["volumes"].AsArray().Select(uuid => (string)uuid).ToList();
if (volumes.Count == 0) return "No required NFS volume to wait for";
var states = await vasync.ForEachParallel(volumes, async uuid => await sdcClients.Volapi.GetVolume(uuid));
if (states.Any(volume => volume.State != "ready")) return job.Again(TimeSpan.FromSeconds(0.5));
job["volumePaths"] = new JsonObject(states.Select(volume => KeyValuePair.Create(volume.Name, (JsonNode)volume.FilesystemPath)));
return "All required volumes ready";
