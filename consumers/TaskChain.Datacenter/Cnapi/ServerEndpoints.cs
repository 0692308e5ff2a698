using System.Text.Json.Nodes;
using TaskChain.Datacenter.Admin;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>CNAPI's servers.</summary>
internal static class ServerEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapServers(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/servers", () =>
        {
            lock (world.Gate) return Answer.List(world.Servers.All.Select(server => Show(world, server)));
        });
        group.MapPost("/servers", async (HttpRequest request, CancellationToken cancellationToken) =>
            Add(world, await RequestBody.ReadAsync(request, cancellationToken)));
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
        group.MapPost("/servers/{server}/cn-agent/pause", (string server) => SetAgent(world, server, "paused"));
        group.MapPost("/servers/{server}/cn-agent/resume", (string server) => SetAgent(world, server, "running"));
        group.MapGet("/servers/{server}/task-history", (string server, string? vm) =>
            WithServer(world, server, _ => Answer.List(world.Tasks.List(server, vm))));
        group.MapPost("/servers/{server}/reboot", async (string server, HttpContext context, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(context.Request, cancellationToken);
            return WithServer(world, server, found => Answer.Json(Reboot(world, found, body, Traffic.FaultOf(context)), 202));
        });
        group.MapPost("/servers/{server}/execute", async (string server, HttpContext context, CancellationToken cancellationToken) =>
            await ExecuteAsync(world, server, await RequestBody.ReadAsync(context.Request, cancellationToken), Traffic.FaultOf(context)));
        return group;
    }

    /// <summary>Uses a server under the world's lock.</summary>
    public static IResult WithServer(World world, string uuid, Func<JsonObject, IResult> use)
    {
        lock (world.Gate)
        {
            world.Tasks.Settle();
            return world.Servers.Find(uuid) is { } server ? use(server) : Answer.NotFound("Server", uuid);
        }
    }

    private static IResult SetAgent(World world, string uuid, string state) => WithServer(world, uuid, server =>
    {
        server["agent"] = state;
        return Answer.Done;
    });

    private static IResult Add(World world, JsonObject body)
    {
        lock (world.Gate)
        {
            var uuid = body.Text("uuid") ?? Guid.NewGuid().ToString();
            if (world.Servers.Find(uuid) is not null) return Answer.Error(409, "ServerAlreadyExists", $"Server '{uuid}' is here already.");
            world.Nics.Add(uuid);
            return Answer.Json(world.Servers.Add(uuid, body.Text("hostname") ?? uuid), 201);
        }
    }

    // A node that is up again says so by its next heartbeat: it is not on its way any more, whatever was recorded.
    private static JsonObject Show(World world, JsonObject server)
    {
        var json = (JsonObject)server.DeepClone();
        json["running_tasks"] = world.Tasks.CountActive(server.Text("uuid")!); // Every server has its id.
        if (!world.Tasks.Active().Any(task => task.Text("action") == "reboot" && task.Text("server_uuid") == server.Text("uuid"))) json.Remove("transitional_status");
        return json;
    }

    private static JsonObject Reboot(World world, JsonObject server, JsonObject body, Fault? fault)
    {
        var uuid = server.Text("uuid")!; // Every server has its id.
        return world.Effects.Once(body, $"reboot/{uuid}", () =>
        {
            server["status"] = "rebooting";
            return new JsonObject { ["id"] = world.Tasks.Start(new TaskOrder(uuid, "reboot", null, () => world.Servers.Boot(server), fault)) };
        });
    }

    // CNAPI answers when the script has ended. The script goes on when the caller hangs up; asked for again with the same key it is the same run.
    private static async Task<IResult> ExecuteAsync(World world, string uuid, JsonObject body, Fault? fault)
    {
        var script = body.Text("script") ?? throw new BadHttpRequestException("'script' is required.");
        await Task.Delay(fault?.TaskSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : world.UsualTime, world.Time, CancellationToken.None);
        return WithServer(world, uuid, server =>
        {
            if (fault?.TaskError is { } error) return Answer.Error(500, "ScriptFailed", error);
            if (script == "exit 113") return Answer.Json(Reboot(world, server, body, null));
            return Answer.Json(world.Effects.Once(body, $"execute/{uuid}/{script}", () =>
            {
                server["scripts"]!.AsArray().Add(script); // Made with the server.
                return new JsonObject { ["exit_code"] = 0 };
            }));
        });
    }
}
