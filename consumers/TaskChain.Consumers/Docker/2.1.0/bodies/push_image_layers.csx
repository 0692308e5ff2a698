var docker = restify.CreateJsonClient(url.Resolve(config["dockerUrl"] + "/", "admin"));
var rat = assert.Object(job.Params["rat"], "rat");
var (repo, tag) = (assert.Text(rat["canonicalName"], "rat.canonicalName"), assert.Text(rat["tag"], "rat.tag"));
var failure = (JsonNode)null;
var queue = vasync.Queue<JsonNode>(async line =>
{
    if ((string)line["type"] == "error")
    {
        failure = line["error"];
        return;
    }

    line["job"] = job.Uuid;
    await docker.PostAsync("/progress", line);
}, 1);
await foreach (var line in lstream.ReadLinesAsync(await sdcClients.Imgapi.PushDockerImage(repo, tag))) queue.Push(JsonNode.Parse(line));
await queue.CloseAsync();
return failure is null ? "pushImageLayers completed" : job.Fail((string)failure["message"], (string)failure["code"]);
