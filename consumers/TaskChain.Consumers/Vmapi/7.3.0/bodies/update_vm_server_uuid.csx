var record = job.Params["migrationTask"]["record"];
if (assert.Uuid(record["vm_uuid"], "record.vm_uuid") != assert.Uuid(record["target_vm_uuid"], "record.target_vm_uuid")) return "OK - vm_uuid is different on target server - skip";
var data = new JsonObject { ["server_uuid"] = assert.Uuid(record["target_server_uuid"], "record.target_server_uuid") };
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/updateVmServerUuid", data);
return "OK - updated vm server uuid";
