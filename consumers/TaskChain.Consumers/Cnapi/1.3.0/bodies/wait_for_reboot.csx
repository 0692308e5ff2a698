var server = (await restify.CreateJsonClient(config["cnapiUrl"]).GetAsync($"/servers/{job.Params.GetString("server_uuid")}")).Body;
var isUp = (string)server["status"] == "running" && (DateTimeOffset?)server["last_boot"] > job.CreatedAt;
return isUp ? "Server is up again" : job.Again(TimeSpan.FromSeconds(job.Params.GetDouble("poll_seconds", 5)));
