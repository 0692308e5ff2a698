var record = job.Params["migrationTask"]["record"];
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 85, ["message"] = "promoting the migrated instance",
});
var (server, vm) = (assert.Uuid(record["target_server_uuid"], "record.target_server_uuid"), assert.Uuid(record["target_vm_uuid"], "record.target_vm_uuid"));
var payload = new JsonObject { ["action"] = "set-do-not-inventory", ["vm_uuid"] = vm, ["value"] = false, ["idempotency_key"] = job.IdempotencyKey };
var task = (await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{server}/vms/{vm}/migrate", payload)).Body;
job["taskId"] = (string)task["id"];
return $"OK - task id: {(string)task["id"]} queued to CNAPI!";
