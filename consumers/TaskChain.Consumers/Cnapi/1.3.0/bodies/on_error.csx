log.Error($"Task {error.Task} failed: {error.Message}");
return job.Fail("Error executing job", "job_failed");
