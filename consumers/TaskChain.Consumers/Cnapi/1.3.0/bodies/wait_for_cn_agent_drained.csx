if (!job.Params.GetBoolean("drain", false)) return "No need to drain cn-agent";
var history = await restify.CreateJsonClient(config["cnapiUrl"]).GetAsync($"/servers/{job.Params.GetString("server_uuid")}/task-history");
var running = history.Body.AsArray().Count(task => (string)task["status"] == "active");
if (running == 0) return "cn-agent is drained";

// Asked again every five seconds, 180 times: the task's timeout is 900 s. No process is held meanwhile.
log.Info($"{running} tasks are still running");
return job.Again(TimeSpan.FromSeconds(job.Params.GetDouble("poll_seconds", 5)));
