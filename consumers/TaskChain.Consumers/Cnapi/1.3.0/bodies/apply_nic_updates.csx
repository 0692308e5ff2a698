// The first card that has no tags yet gets those of the first wanted one, and so on.
var nics = job["currentNics"].AsArray();
var wanted = (job.Params["nics"] as JsonArray ?? []).ToList();
for (var i = 0; i < Math.Min(nics.Count, wanted.Count); i++) nics[i]["nic_tags_provided"] = wanted[i]["nic_tags_provided"].DeepClone();
job["currentNics"] = nics.DeepClone();
return "NIC updates applied";
