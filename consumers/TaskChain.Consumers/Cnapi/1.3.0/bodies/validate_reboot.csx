if (!job.Params.Has("server_uuid")) return job.Fail("Must specify server_uuid", "missing_parameter");
if (!config.ContainsKey("cnapiUrl")) return job.Fail("The operator variable 'cnapiUrl' is not set", "missing_variable");
return "All parameters OK!";
