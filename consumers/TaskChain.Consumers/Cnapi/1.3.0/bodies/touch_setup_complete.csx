if ((string)job.Params["server"]?["sysinfo"]?["System Type"] == "Linux") return "OK - not needed on Linux";
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var payload = new JsonObject { ["script"] = "touch /var/svc/setup_complete", ["idempotency_key"] = job.IdempotencyKey };
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", payload);
return "Setup is marked as complete on the server";
