var docker = restify.CreateJsonClient(config["dockerUrl"]);
var (name, tag) = (job.Params.GetString("name"), job.Params.GetString("tag", "latest"));
await docker.PostAsync($"/images/tag?name={Uri.EscapeDataString(name)}&tag={Uri.EscapeDataString(tag)}", null);
return $"Tagged as {name}:{tag}";
