var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var payload = new JsonObject { ["nics"] = job["currentNics"].DeepClone(), ["idempotency_key"] = job.IdempotencyKey };
var task = await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/nics", payload);
job["taskId"] = (string)task.Body["id"];
return "NIC update has been sent";
