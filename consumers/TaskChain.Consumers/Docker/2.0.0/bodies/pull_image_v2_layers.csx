var docker = restify.CreateJsonClient(config["dockerUrl"], new RetryOptions(Retries: 4));
var name = job.Params.GetString("name");
var manifest = (await docker.GetAsync($"/v2/manifests?name={Uri.EscapeDataString(name)}")).Body;
var layers = manifest["layers"].AsArray().Select(layer => (string)layer["digest"]).ToList();

var done = 0;
await vasync.ForEachParallel(layers, async digest =>
{
    await docker.PostAsync($"/v2/pull?name={Uri.EscapeDataString(name)}&digest={Uri.EscapeDataString(digest)}", null);
    lock (layers) job.Progress((double)++done / layers.Count);
    await docker.PostAsync("/progress", new JsonObject { ["job"] = job.Uuid, ["id"] = digest, ["status"] = "Pull complete" });
}, concurrency: 3);
return $"{layers.Count} layers have been pulled from {url.Resolve(config["dockerUrl"], "/")}";
