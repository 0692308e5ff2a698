var napi = restify.CreateJsonClient(config["napiUrl"]);
job["currentNics"] = (await napi.GetAsync($"/nics?belongs_to_uuid={job.Params.GetString("server_uuid")}")).Body.DeepClone();
return $"Server has {job["currentNics"].AsArray().Count} NICs";
