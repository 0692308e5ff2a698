var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var answer = await cnapi.PostAsync((string)job["endpoint"], new JsonObject { ["idempotency_key"] = job.IdempotencyKey });
job["taskId"] = (string)answer.Body["id"];
return "Start request has been sent";
