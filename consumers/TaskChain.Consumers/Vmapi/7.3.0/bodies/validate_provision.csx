foreach (var name in new[] { "vm_uuid", "server_uuid", "owner_uuid", "brand", "image_uuid" })
{
    if (!job.Params.Has(name)) return job.Fail($"'{name}' is required", "missing_parameter");
}

foreach (var name in new[] { "napiUrl", "cnapiUrl", "fwapiUrl", "imgapiUrl", "sapiUrl", "volapiUrl" })
{
    if (!config.ContainsKey(name)) return job.Fail($"The operator variable '{name}' is not set", "missing_variable");
}

return "All parameters OK";
