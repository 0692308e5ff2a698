// The exit status that makes a server reboot.
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", new JsonObject { ["script"] = "exit 113", ["idempotency_key"] = job.IdempotencyKey });
return "Reboot has been ordered";
