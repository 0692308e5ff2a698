var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
var cnapi = restify.CreateJsonClient(config["cnapiUrl"]);
var lists = await vasync.Parallel(
    async () => (await vmapi.GetAsync("/vms")).Body.AsArray(),
    async () => (await cnapi.GetAsync("/servers")).Body.AsArray());
return new { vms = lists[0].Count, servers = lists[1].Count };
