// Sent twice, after an interruption, it is one task of the server: the key is the same then.
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var answer = await cnapi.PostAsync((string)job["endpoint"], new JsonObject { ["idempotency_key"] = job.IdempotencyKey });
job["taskId"] = (string)answer.Body["id"];
return "Request has been sent";
