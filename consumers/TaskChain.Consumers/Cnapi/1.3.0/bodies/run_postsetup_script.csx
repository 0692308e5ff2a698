if (!job.Params.Has("postsetup_script")) return "There is no post-setup script";
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var payload = new JsonObject { ["script"] = job.Params.GetString("postsetup_script"), ["idempotency_key"] = job.IdempotencyKey };
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", payload);
return "Post-setup script has run";
