using System.Text.Json.Nodes;
using TaskChain.Datacenter.Admin;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>CNAPI's servers, and what can be done with machines on them.</summary>
internal static class ServerEndpoints
{
    private static readonly Dictionary<string, string> StateAfter = new(StringComparer.Ordinal)
    {
        ["start"] = "running",
        ["stop"] = "stopped",
        ["reboot"] = "running",
        ["destroy"] = "destroyed",
    };

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapServers(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/servers", () =>
        {
            lock (world.Gate) return Answer.List(world.Servers.All.Select(server => Show(world, server)));
        });
        group.MapGet("/servers/{server}", (string server) => WithServer(world, server, found => Answer.Json(Show(world, found))));
        group.MapPost("/servers/{server}", async (string server, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var changes = await RequestBody.ReadAsync(request, cancellationToken);
            return WithServer(world, server, found =>
            {
                changes.MergeInto(found);
                return Answer.Json(Show(world, found));
            });
        });
        group.MapPost("/servers/{server}/cn-agent/pause", (string server) => WithServer(world, server, found =>
        {
            found["agent"] = "paused";
            return Answer.Done;
        }));
        group.MapPost("/servers/{server}/reboot", (string server, HttpContext context) =>
            WithServer(world, server, found => Reboot(world, found, Traffic.FaultOf(context))));
        group.MapPost("/servers/{server}/vms/{vm}/{action}", (string server, string vm, string action, HttpContext context) =>
            StartTask(world, server, vm, action, Traffic.FaultOf(context)));
        group.MapDelete("/servers/{server}/vms/{vm}", (string server, string vm, HttpContext context) =>
            StartTask(world, server, vm, "destroy", Traffic.FaultOf(context)));
        return group;
    }

    private static JsonNode Show(World world, JsonObject server)
    {
        var json = server.DeepClone();
        json["running_tasks"] = world.Tasks.CountActive(server.Text("uuid")!); // Every server has its id.
        return json;
    }

    private static IResult WithServer(World world, string uuid, Func<JsonObject, IResult> use)
    {
        lock (world.Gate) return world.Servers.Find(uuid) is { } server ? use(server) : Answer.NotFound("Server", uuid);
    }

    private static IResult Reboot(World world, JsonObject server, Fault? fault)
    {
        server["status"] = "rebooting";
        var id = world.Tasks.Start(server.Text("uuid")!, fault?.TaskSeconds, fault?.TaskError, () => // Every server has its id.
        {
            server["status"] = "running";
            server["agent"] = "running";
        });
        return Answer.Json(new JsonObject { ["id"] = id }, 202);
    }

    private static IResult StartTask(World world, string serverUuid, string vmUuid, string action, Fault? fault) =>
        WithServer(world, serverUuid, server =>
        {
            if (!StateAfter.TryGetValue(action, out var state)) return Answer.NotFound("Action", action);
            if (world.Vms.Find(vmUuid) is not { } vm) return Answer.NotFound("VM", vmUuid);
            if (server.Text("agent") == "paused") return Answer.Error(503, "AgentPaused", $"The agent of server '{serverUuid}' takes no tasks.");
            var id = world.Tasks.Start(serverUuid, fault?.TaskSeconds, fault?.TaskError, () => vm.ActualState = state);
            return Answer.Json(new JsonObject { ["id"] = id }, 202);
        });
}
