var record = job.Params["migrationTask"]["record"];
if ((bool?)job.Params["vm"]["indestructible_delegated"] != true) return "OK - indestructible_delegated is not set";
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/progress", new JsonObject
{
    ["type"] = "progress", ["phase"] = "switch", ["state"] = "running", ["current_progress"] = 78, ["message"] = "enabling deletion protection",
});
var (server, vm) = (assert.Uuid(record["target_server_uuid"], "record.target_server_uuid"), assert.Uuid(record["target_vm_uuid"], "record.target_vm_uuid"));
var payload = new JsonObject { ["action"] = "set-indestructible-delegated", ["vm_uuid"] = vm, ["value"] = true, ["idempotency_key"] = job.IdempotencyKey };
var task = (await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{server}/vms/{vm}/migrate", payload)).Body;
job["taskId"] = (string)task["id"];
return $"OK - task id: {(string)task["id"]} queued to CNAPI!";
