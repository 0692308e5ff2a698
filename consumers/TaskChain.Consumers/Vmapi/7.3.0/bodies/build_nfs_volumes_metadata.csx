if (job["volumePaths"] is not JsonObject paths) return "No NFS volume with which to update VM's internal metadata";
var metadata = new JsonArray();
foreach (var volume in job.Params["volumes"].AsArray())
{
    metadata.Add(new JsonObject
    {
        ["mode"] = (string)volume["mode"] ?? "rw", ["mountpoint"] = (string)volume["mountpoint"], ["name"] = (string)volume["name"],
        ["nfsvolume"] = (string)paths[(string)volume["name"]], ["type"] = "tritonnfs",
    });
}

job["nfsVolumesInternalMetadata"] = metadata.ToJsonString();
return "Built sdc:volumes internal_metadata";
