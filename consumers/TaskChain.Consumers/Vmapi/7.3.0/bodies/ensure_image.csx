job["taskId"] = await sdcClients.Cnapi.EnsureImage(job.Params.GetString("server_uuid"), job.Params.GetString("image_uuid"), job.IdempotencyKey);
return "Ensure image task queued";
