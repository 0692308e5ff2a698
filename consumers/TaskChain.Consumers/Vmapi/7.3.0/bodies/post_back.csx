if (job["postBackState"] is null) return "There is nothing to post back";
var urls = (job.Params["post_back_urls"] as JsonArray ?? []).Select(address => (string)address).Append(config["vmapiUrl"] + "/job_results");
var result = new JsonObject { ["vm_uuid"] = job.Params.GetString("vm_uuid"), ["execution"] = (string)job["postBackState"] };
await vasync.ForEachParallel(urls, async address =>
{
    var parts = url.Parse(address);
    await restify.CreateJsonClient($"{parts.Protocol}//{parts.Host}").PostAsync(parts.Pathname, result);
});
return "Posted job results back to specified URLs";
