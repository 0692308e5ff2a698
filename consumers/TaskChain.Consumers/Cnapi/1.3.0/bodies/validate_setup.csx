foreach (var name in new[] { "server_uuid", "assets_url", "amqp_host" })
{
    if (!job.Params.Has(name)) return job.Fail($"Must specify {name}", "missing_parameter");
}

return "All parameters OK!";
