var record = job.Params["migrationTask"]["record"];
var history = record["progress_history"] as JsonArray ?? new JsonArray();
history.Add(new JsonObject
{
    ["type"] = "progress", ["message"] = "switching instances", ["phase"] = "switch", ["state"] = "running", ["job_uuid"] = job.Uuid,
    ["started_timestamp"] = job.CreatedAt, ["current_progress"] = 1, ["total_progress"] = 100,
});
(record["state"], record["phase"], record["progress_history"]) = ("running", "switch", history.DeepClone());
await restify.CreateJsonClient(config["vmapiUrl"]).PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/store", record);
return $"OK - stored migration record, id {(string)record["id"]}";
