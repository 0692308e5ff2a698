if ((string)job.Params["server"]?["sysinfo"]?["System Type"] == "Linux") return "OK - restart of Ur on Linux is not required";
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var payload = new JsonObject { ["script"] = "svcadm restart ur", ["idempotency_key"] = job.IdempotencyKey };
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", payload);
return "Ur restarts and logs to its new place";
