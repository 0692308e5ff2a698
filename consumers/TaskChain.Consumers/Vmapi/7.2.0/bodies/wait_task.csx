var id = (string)job["taskId"];
#if SDC_CLIENTS_9_1_0_OR_GREATER
var task = await sdcClients.Cnapi.WaitTaskAsync(id, progress => job.Progress(progress.Progress / 100.0));
#else
var task = await sdcClients.Cnapi.WaitTask(id);
#endif
if (task.Status == "failure") return job.Fail(task.Error, "cn_task_failed");
return "Task has completed";
