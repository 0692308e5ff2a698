foreach (var name in new[] { "vm_uuid", "server_uuid", "task" })
{
    if (!job.Params.Has(name)) return job.Fail($"The parameter '{name}' is required.", "missing_parameter");
}

return "All parameters OK";
