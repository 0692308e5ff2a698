var docker = restify.CreateJsonClient(config["dockerUrl"]);
var name = job.Params.GetString("name");
var manifest = (await docker.GetAsync($"/v2/manifests?name={Uri.EscapeDataString(name)}")).Body;
var layers = manifest["layers"].AsArray().Select(layer => (string)layer["digest"]).ToList();

var done = 0;
var queue = vasync.Queue<string>(async digest =>
{
    await docker.PostAsync($"/v2/pull?name={Uri.EscapeDataString(name)}&digest={Uri.EscapeDataString(digest)}", null);
    lock (layers) job.Progress((double)++done / layers.Count);
    await docker.PostAsync("/progress", new JsonObject { ["job"] = job.Uuid, ["id"] = digest, ["status"] = "Pull complete" });
}, 2);
foreach (var digest in layers) queue.Push(digest);
await queue.Drain();
return $"{layers.Count} layers have been pulled from {url.Parse(config["dockerUrl"]).Host}";
