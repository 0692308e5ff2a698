var rat = job.Params["rat"];
if (rat["tag"] is null) return "No tag for head image";
var docker = restify.CreateJsonClient(url.Resolve(config["dockerUrl"] + "/", "admin"));
await docker.PostAsync("/image_tags_v2", new JsonObject
{
    ["owner_uuid"] = job.Params.GetString("account_uuid"), ["repo"] = (string)rat["localName"], ["tag"] = (string)rat["tag"],
    ["config_digest"] = job.Params.GetString("config_digest"),
});
return "Head image has been tagged";
