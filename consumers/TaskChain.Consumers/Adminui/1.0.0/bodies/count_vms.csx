var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
var vms = await vmapi.Get("/vms");
return new { vms = vms.AsArray().Count };
