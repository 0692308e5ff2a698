var docker = restify.CreateJsonClient(url.Resolve(config["dockerUrl"] + "/", "admin"));
var (rat, owner) = (assert.Object(job.Params["rat"], "rat"), assert.Text(job.Params["account_uuid"], "account_uuid"));
var (repo, tag) = (assert.Text(rat["canonicalName"], "rat.canonicalName"), assert.Text(rat["tag"], "rat.tag"));
var (created, failure) = (false, (JsonNode)null);

// IMGAPI tells line by line what it does; people who wait for the image are shown each.
var queue = vasync.Queue<JsonNode>(async line =>
{
    switch ((string)line["type"])
    {
        case "error":
            failure = line["error"];
            break;
        case "create-docker-image":
            var digest = assert.Text(line["config_digest"], "config_digest");
            job.Params["config_digest"] = digest;
            // The same digest is the same content: an earlier run of this task, or another pull, may have been here.
            var known = await docker.GetAsync($"/images_v2?owner_uuid={owner}&config_digest={Uri.EscapeDataString(digest)}");
            if (known.Body.AsArray().Count == 0) await docker.PostAsync("/images_v2", new JsonObject { ["owner_uuid"] = owner, ["config_digest"] = digest });
            created = true;
            break;
        default:
            line["job"] = job.Uuid;
            await docker.PostAsync("/progress", line);
            break;
    }
}, 1);
await foreach (var line in lstream.ReadLinesAsync(await sdcClients.Imgapi.PullDockerImage(repo, tag))) queue.Push(JsonNode.Parse(line));
await queue.CloseAsync();

if (failure is not null) return job.Fail((string)failure["message"], (string)failure["code"]);
return created ? "pullImageLayers completed" : job.Fail("pullImageLayers failed - no successful create-docker-image", "connection_closed");
