if (!job.Params.Has("server_uuid")) return job.Fail("The parameter 'server_uuid' is required.", "missing_parameter");
return "All parameters OK";
