var napi = restify.CreateJsonClient(config["napiUrl"]);
foreach (var nic in job["currentNics"].AsArray().Where(nic => nic["nic_tags_provided"] is not null))
{
    var mac = ((string)nic["mac"]).Replace(":", "");
    await napi.PutAsync($"/nics/{mac}", new JsonObject { ["nic_tags_provided"] = nic["nic_tags_provided"].DeepClone() });
}

return "NICs updated";
