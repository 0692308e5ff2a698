if (job["currentVm"] is null) return "Skipping task -- VM missing from job";
if ((bool?)job["currentVm"]["docker"] != true) return "Skipping task for non-Docker VMs";
var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
await vmapi.PutAsync($"/vms/{job.Params.GetString("vm_uuid")}", new JsonObject { ["state"] = "destroyed" });
return "VM marked as destroyed";
