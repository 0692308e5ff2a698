using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Vmapi;

/// <summary>VMAPI's machines.</summary>
internal static class VmEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapVms(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/vms", (string? server_uuid, string? state) =>
        {
            lock (world.Gate) return Answer.List(List(world, server_uuid, state));
        });
        group.MapPost("/vms", async (HttpRequest request, CancellationToken cancellationToken) =>
            Create(world, await RequestBody.ReadAsync(request, cancellationToken)));
        group.MapGet("/vms/{uuid}", (string uuid, bool? sync) => WithVm(world, uuid, vm =>
        {
            if (sync == true) vm.Sync();
            return Answer.Json(vm.Record);
        }));
        group.MapPut("/vms/{uuid}", async (string uuid, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var changes = await RequestBody.ReadAsync(request, cancellationToken);
            return WithVm(world, uuid, vm =>
            {
                changes.MergeInto(vm.Record);
                return Answer.Json(vm.Record);
            });
        });
        group.MapDelete("/vms/{uuid}", (string uuid) =>
        {
            lock (world.Gate) return world.Vms.Remove(uuid) ? Answer.Done : Answer.NotFound("VM", uuid);
        });
        return group;
    }

    private static IEnumerable<JsonObject> List(World world, string? server, string? state) =>
        world.Vms.All.Select(vm => vm.Record)
            .Where(vm => server is null || vm.Text("server_uuid") == server)
            .Where(vm => state is null || vm.Text("state") == state);

    private static IResult WithVm(World world, string uuid, Func<Machine, IResult> use)
    {
        lock (world.Gate)
        {
            world.Tasks.Settle();
            return world.Vms.Find(uuid) is { } vm ? use(vm) : Answer.NotFound("VM", uuid);
        }
    }

    private static IResult Create(World world, JsonObject body)
    {
        lock (world.Gate)
        {
            var uuid = body.Text("uuid") ?? Guid.NewGuid().ToString();
            if (world.Vms.Find(uuid) is not null) return Answer.Error(409, "VmAlreadyExists", $"VM '{uuid}' is here already.");
            var server = body.Text("server_uuid") ?? world.Servers.All.First().Text("uuid")!; // Every server has its id.
            var record = new JsonObject { ["uuid"] = uuid, ["alias"] = body.Text("alias"), ["state"] = body.Text("state") ?? "stopped", ["server_uuid"] = server };
            world.Vms.Add(uuid, new Machine(record));
            world.Nics.Add(uuid);
            return Answer.Json(record, 201);
        }
    }
}
