if (job["taskId"] is null) return job.Fail("No taskId provided", "missing_task");
var task = await sdcClients.Cnapi.WaitTaskAsync((string)job["taskId"], TimeSpan.FromSeconds(0.5));
if (task.Status == "failure") return job.Fail(task.Error, "cn_task_failed");
if (task.Status == "complete") return "Job succeeded!";
job.Progress(task.Progress / 100.0);
return job.Again(TimeSpan.FromSeconds(1));
