var migration = job.Params["migrationTask"]["record"];
migration["state"] = "running";
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/store", migration);
return $"OK - stored migration record, id {(string)migration["id"]}";
