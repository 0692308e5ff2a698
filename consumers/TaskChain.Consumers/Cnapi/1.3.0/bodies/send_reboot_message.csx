// A server must not go down twice: with the same key it is the same reboot.
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/reboot", new JsonObject { ["nojob"] = true, ["idempotency_key"] = job.IdempotencyKey });
return "Reboot message has been sent";
