var record = job.Params["migrationTask"]["record"];
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 90, ["message"] = "removing sync snapshots",
});
var (server, vm) = (assert.Uuid(record["source_server_uuid"], "record.source_server_uuid"), assert.Uuid(record["vm_uuid"], "record.vm_uuid"));
var payload = new JsonObject { ["action"] = "remove-sync-snapshots", ["vm_uuid"] = vm, ["value"] = true, ["idempotency_key"] = job.IdempotencyKey };
var task = (await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{server}/vms/{vm}/migrate", payload)).Body;
job["taskId"] = (string)task["id"];
return $"OK - task id: {(string)task["id"]} queued to CNAPI!";
