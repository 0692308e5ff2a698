var payload = new JsonObject { ["uuid"] = job.Params.GetString("vm_uuid"), ["archive_on_delete"] = true };
foreach (var name in new[] { "alias", "autoboot", "brand", "image_uuid", "owner_uuid", "quota", "ram", "tags" })
{
    if (job.Params.Has(name)) payload[name] = job.Params[name].DeepClone();
}

var nics = await sdcClients.Napi.ListNics(job.Params.GetString("vm_uuid"));
payload["nics"] = new JsonArray([.. nics.Select(nic => (JsonNode)new JsonObject { ["mac"] = nic.Mac, ["ip"] = nic.Ip, ["network_uuid"] = nic.NetworkUuid })]);
var metadata = (JsonObject)job.Params["internal_metadata"]?.DeepClone() ?? new JsonObject();
if (job["nfsVolumesInternalMetadata"] is { } volumes)
{
    try
    {
        JsonNode.Parse((string)volumes).AsArray();
    }
    catch (Exception e) when (e is JsonException or InvalidOperationException)
    {
        throw verror.Wrap(e, "Could not parse NFS volumes metadata");
    }

    metadata["sdc:volumes"] = (string)volumes;
}

payload["internal_metadata"] = metadata;
job["payload"] = payload;
return "Payload prepared successfully";
