var task = (await restify.CreateJsonClient(config["cnapiUrl"]).GetAsync($"/tasks/{(string)job["taskId"]}/wait?timeout=0.5")).Body;
if ((string)task["status"] == "failure") return job.Fail((string)task["error"], "cn_task_failed");
return (string)task["status"] == "complete" ? "All tasks returned successfully!" : job.Again(TimeSpan.FromSeconds(1));
