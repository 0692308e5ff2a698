job["workflow_job_uuid"] = null;
if ((string)job.Params["vm"]["state"] != "running") return $"OK - initial vm state was not running, state: {(string)job.Params["vm"]["state"]}";
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 95, ["message"] = "starting the migrated instance",
});
var vm = assert.Uuid(job.Params["migrationTask"]["record"]["target_vm_uuid"], "record.target_vm_uuid");
job["workflow_job_uuid"] = await sdcClients.Vmapi.StartVm(vm, job.IdempotencyKey);
return $"OK - vm start workflow running, job uuid: {(string)job["workflow_job_uuid"]}";
