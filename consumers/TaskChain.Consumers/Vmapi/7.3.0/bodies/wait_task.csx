if (job["taskId"] is null) return "Skipping task -- nothing was started";
var task = await sdcClients.Cnapi.WaitTaskAsync((string)job["taskId"], TimeSpan.FromSeconds(0.5));
if (task.Status == "failure") return job.Fail(task.Error, "cn_task_failed");
if (task.Status == "complete") return "Task has completed";
job.Progress(task.Progress / 100.0);
return job.Again(TimeSpan.FromSeconds(0.5));
