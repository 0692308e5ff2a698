using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Vmapi;

/// <summary>VMAPI's machines.</summary>
internal static class MachineEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapMachines(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/vms", (string? server_uuid, string? state, string? alias) =>
        {
            lock (world.Gate) return Answer.List(List(world, server_uuid, state, alias));
        });
        group.MapPost("/vms", async (HttpRequest request, CancellationToken cancellationToken) =>
            Create(world, await RequestBody.ReadAsync(request, cancellationToken)));
        group.MapGet("/vms/{uuid}", (string uuid, bool? sync) => WithMachine(world, uuid, vm =>
        {
            if (sync == true) Refresh(world, uuid, vm);
            return Answer.Json(Show(world, uuid, vm));
        }));
        group.MapPut("/vms/{uuid}", async (string uuid, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var changes = await RequestBody.ReadAsync(request, cancellationToken);
            return WithMachine(world, uuid, vm =>
            {
                changes.MergeInto(vm.Record);
                return Answer.Json(Show(world, uuid, vm));
            });
        });
        group.MapPost("/vms/{uuid}", async (string uuid, string action, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return WithMachine(world, uuid, vm => Act(world, uuid, vm, action, body));
        });
        group.MapDelete("/vms/{uuid}", (string uuid) =>
        {
            lock (world.Gate) return world.Vms.Remove(uuid) ? Answer.Done : Answer.NotFound("VM", uuid);
        });
        group.MapPost("/job_results", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return WithMachine(world, body.Text("vm_uuid") ?? "", vm => Conclude(world, vm, body));
        });
        return group;
    }

    /// <summary>Uses a machine under the world's lock.</summary>
    public static IResult WithMachine(World world, string uuid, Func<Machine, IResult> use)
    {
        lock (world.Gate)
        {
            world.Tasks.Settle();
            return world.Vms.Find(uuid) is { } vm ? use(vm) : Answer.NotFound("VM", uuid);
        }
    }

    private static IEnumerable<JsonObject> List(World world, string? server, string? state, string? alias) =>
        world.Vms.All.Select(vm => vm.Record)
            .Where(vm => server is null || vm.Text("server_uuid") == server)
            .Where(vm => state is null || vm.Text("state") == state)
            .Where(vm => alias is null || vm.Text("alias") == alias);

    private static void Refresh(World world, string uuid, Machine vm)
    {
        vm.Sync(world.Tasks.Active().Any(task => task.Text("vm_uuid") == uuid && task.Text("action") == "provision"));
        if (vm.IsThere) world.Volumes.Fulfil(uuid);
    }

    private static JsonObject Show(World world, string uuid, Machine vm)
    {
        var json = (JsonObject)vm.Record.DeepClone();
        json["nics"] = new JsonArray([.. world.Nics.Of(uuid).Select(nic => nic.DeepClone())]);
        return json;
    }

    // VMAPI has jobs of its own for these. They take a while.
    private static IResult Act(World world, string uuid, Machine vm, string action, JsonObject body)
    {
        Action? effect = action switch
        {
            "start" => () => vm.ActualState = "running",
            "stop" => () => vm.ActualState = "stopped",
            "migrate" => () => world.Effects.Count($"synced/{uuid}"),
            _ => null,
        };
        if (effect is null) return Answer.NotFound("Action", action);
        var server = vm.Record.Text("server_uuid") ?? "";
        return Answer.Json(world.Effects.Once(body, $"vmapi-{action}/{uuid}", () => new JsonObject
        {
            ["vm_uuid"] = uuid,
            ["job_uuid"] = world.Tasks.Start(new Cnapi.TaskOrder(server, $"vmapi-{action}", uuid, () =>
            {
                effect();
                vm.Sync(isBeingMade: false);
            }, null)),
        }), 202);
    }

    // A provision has failed: whoever waits for the machine hears of it, VOLAPI among them.
    private static IResult Conclude(World world, Machine vm, JsonObject body)
    {
        if (body.Text("execution") == "failed")
        {
            vm.Record["state"] = "failed";
            world.Volumes.Forget(vm.Record.Text("uuid")!); // Every machine has its id.
        }

        return Answer.Done;
    }

    private static IResult Create(World world, JsonObject body)
    {
        lock (world.Gate)
        {
            var uuid = body.Text("uuid") ?? Guid.NewGuid().ToString();
            if (world.Vms.Find(uuid) is { } known && known.Record.Text("state") != "failed") return Answer.Error(409, "VmAlreadyExists", $"VM '{uuid}' is here already.");
            var server = body.Text("server_uuid") ?? world.Servers.All.First().Text("uuid")!; // Every server has its id.
            var record = new JsonObject
            {
                ["uuid"] = uuid,
                ["alias"] = body.Text("alias"),
                ["state"] = body.Text("state") ?? "stopped",
                ["server_uuid"] = server,
                ["docker"] = body["docker"]?.DeepClone(),
                ["owner_uuid"] = body.Text("owner_uuid"),
            };
            var vm = new Machine(record);
            world.Vms.Add(uuid, vm);
            if (!world.Nics.Of(uuid).Any()) world.Nics.Add(uuid);
            if (body.Text("fabric_network") is { } fabric) world.Networks.Join(fabric, uuid);
            return Answer.Json(Show(world, uuid, vm), 201);
        }
    }
}
