var nics = job["migration_reserved_nics"].AsArray();
if (nics.Count == 0) return "OK - no reserved IPS";
var migration = job.Params["migrationTask"]["record"];
migration["reserved_nics"] = nics.DeepClone();
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/store", migration);
return "OK - added the reserved IP addresses to migration record";
