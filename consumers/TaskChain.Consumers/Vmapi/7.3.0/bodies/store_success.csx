var record = job.Params["migrationTask"]["record"];
var progress = assert.Array(record["progress_history"], "record.progress_history")[^1];
(progress["state"], progress["current_progress"], record["state"]) = ("successful", 100, "successful");
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/store", record);
return "OK - stored the finished migration record";
