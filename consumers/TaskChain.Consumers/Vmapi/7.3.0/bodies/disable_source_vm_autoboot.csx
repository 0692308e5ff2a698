var record = job.Params["migrationTask"]["record"];
if ((bool?)job.Params["vm"]["autoboot"] == false) return "OK - autoboot is already disabled";
var (server, vm) = (assert.Uuid(record["source_server_uuid"], "record.source_server_uuid"), assert.Uuid(record["vm_uuid"], "record.vm_uuid"));
var payload = new JsonObject { ["action"] = "set-autoboot", ["vm_uuid"] = vm, ["value"] = false, ["idempotency_key"] = job.IdempotencyKey };
var task = (await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{server}/vms/{vm}/migrate", payload)).Body;
job["taskId"] = (string)task["id"];
return $"OK - task id: {(string)task["id"]} queued to CNAPI!";
