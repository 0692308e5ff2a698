var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
var answer = await vmapi.GetAsync($"/vms/{job.Params.GetString("vm_uuid")}?sync=true");
return $"VM is {answer.Body["state"]}";
