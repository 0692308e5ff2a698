var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
job.Params["migrationTask"]["record"] = (await vmapi.GetAsync($"/migrations/{job.Params.GetString("vm_uuid")}?format=raw")).Body.DeepClone();
return "OK - got the latest migration record";
