job["workflow_job_uuid"] = null;
if ((string)job.Params["vm"]["state"] == "stopped") return "OK - vm is stopped already";
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 3, ["message"] = "stopping the instance",
});
job["workflow_job_uuid"] = await sdcClients.Vmapi.StopVm(assert.Uuid(job.Params["vm_uuid"], "vm_uuid"), job.IdempotencyKey);
return $"OK - vm stop called, job uuid: {(string)job["workflow_job_uuid"]}";
