var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var answer = await cnapi.DelAsync($"{(string)job["endpoint"]}?idempotency_key={Uri.EscapeDataString(job.IdempotencyKey)}");
job["taskId"] = (string)answer.Body["id"];
return "Destroy request has been sent";
