var record = job.Params["migrationTask"]["record"];
if ((string)job.Params["vm"]["brand"] != "bhyve") return $"OK - not necessary for {(string)job.Params["vm"]["brand"]} zone";
var (server, vm) = (assert.Uuid(record["source_server_uuid"], "record.source_server_uuid"), assert.Uuid(record["vm_uuid"], "record.vm_uuid"));
var payload = new JsonObject { ["action"] = "restore-zfs-quota", ["vm_uuid"] = vm, ["value"] = true, ["idempotency_key"] = job.IdempotencyKey };
var task = (await restify.CreateJsonClient(config["cnapiUrl"]).PostAsync($"/servers/{server}/vms/{vm}/migrate", payload)).Body;
job["taskId"] = (string)task["id"];
return $"OK - task id: {(string)task["id"]} queued to CNAPI!";
