// Makes the zones pool: run twice it would find one and fail. With the same key it is the same run.
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/execute", new JsonObject { ["script"] = "./joysetup.sh", ["idempotency_key"] = job.IdempotencyKey });
return "Executed joysetup script";
