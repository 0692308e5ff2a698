// The stored record counts: the last change that this job has made may not be in its own copy.
var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
var record = (await vmapi.GetAsync($"/migrations/{job.Params.GetString("vm_uuid")}?format=raw")).Body;
if ((string)record["state"] == "successful") return "OK - the switch was complete, only what follows it has failed";

// Back to 'sync': the source becomes the machine again, so another switch may be tried.
(record["state"], record["phase"], record["error"]) = ("failed", "sync", $"failed to switch migration instance - {error.Message}");
if ((record["progress_history"] as JsonArray)?.LastOrDefault(entry => (string)entry["job_uuid"] == job.Uuid) is { } progress)
{
    (progress["state"], progress["error"]) = ("failed", error.Message);
}

await vmapi.PostAsync($"/migrations/{job.Params.GetString("vm_uuid")}/store", record);
return "OK - stored record for failed migration action";
