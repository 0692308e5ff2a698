if (job.Params["nics"] is null) return "No NIC changes";
foreach (var nic in job.Params["nics"].AsArray())
{
    if (nic["nic_tags_provided"] is not JsonArray) return job.Fail("nics must have 'nic_tags_provided' lists", "invalid_parameter");
}

return "All NIC parameters OK!";
