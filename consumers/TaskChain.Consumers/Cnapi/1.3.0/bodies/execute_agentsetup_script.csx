var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", new JsonObject { ["script"] = "./agentsetup.sh", ["idempotency_key"] = job.IdempotencyKey });
return "Executed agentsetup script";
