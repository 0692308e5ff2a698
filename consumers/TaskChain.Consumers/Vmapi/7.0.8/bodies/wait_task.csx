var task = await sdcClients.Cnapi.WaitTask((string)job["taskId"]);
if (task.Status == "failure") return job.Fail(task.Error, "cn_task_failed");
return "Task has completed";
