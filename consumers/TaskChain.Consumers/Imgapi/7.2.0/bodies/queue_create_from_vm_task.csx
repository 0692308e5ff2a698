var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var payload = new JsonObject
{
    ["compression"] = job.Params.GetString("compression", "gzip"), ["imgapi_url"] = config["imgapiUrl"], ["incremental"] = job.Params.GetBoolean("incremental", false),
    ["manifest"] = job.Params["manifest"].DeepClone(), ["idempotency_key"] = job.IdempotencyKey,
};
var task = await cnapi.PostAsync($"/servers/{job.Params.GetString("server_uuid")}/vms/{job.Params.GetString("vm_uuid")}/images", payload);
job["taskId"] = (string)task.Body["id"];
return "Task queued to CNAPI";
