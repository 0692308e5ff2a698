using System.Text.Json.Nodes;
using TaskChain.Datacenter.Admin;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>What CNAPI can do with machines on servers. Everything takes a while: the answer is the id of a task.</summary>
internal static class VmEndpoints
{
    private static readonly Dictionary<string, string> StateAfter = new(StringComparer.Ordinal)
    {
        ["start"] = "running",
        ["stop"] = "stopped",
        ["reboot"] = "running",
        ["kill"] = "stopped",
        ["destroy"] = "destroyed",
    };

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapVmsOnServers(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/servers/{server}/vms/{vm}", (string server, string vm) => ServerEndpoints.WithServer(world, server, _ =>
            world.Vms.Find(vm) is { IsThere: true } found && found.IsOn(server) ? Answer.Json(found.Show(server)) : Answer.NotFound("VM", vm)));
        Map(group, world, "/servers/{server}/vms", Create);
        Map(group, world, "/servers/{server}/ensure-image", EnsureImage);
        Map(group, world, "/servers/{server}/nics", UpdateNics);
        Map(group, world, "/servers/{server}/vms/{vm}/images", Imgapi.ImageMaker.CreateFromVm);
        Map(group, world, "/servers/{server}/vms/{vm}/migrate", Migrate);
        Map(group, world, "/servers/{server}/vms/{vm}/{action}", Act);
        group.MapDelete("/servers/{server}/vms/{vm}", (string server, string vm, string? idempotency_key, HttpContext context) =>
            Start(world, server, vm, "destroy", new JsonObject { ["idempotency_key"] = idempotency_key }, Traffic.FaultOf(context)));
        return group;
    }

    /// <summary>Answers with the task that does something, started once per idempotency key.</summary>
    public static IResult StartOnce(World world, ServerRequest request, string action, string? vm, Action effect)
    {
        if (request.Server.Text("agent") == "paused") return Answer.Error(503, "AgentPaused", $"The agent of server '{request.Uuid}' takes no tasks.");
        return Answer.Json(world.Effects.Once(request.Body, $"{action}/{vm ?? request.Uuid}", () =>
            new JsonObject { ["id"] = world.Tasks.Start(new TaskOrder(request.Uuid, action, vm, effect, request.Fault)) }), 202);
    }

    private static void Map(RouteGroupBuilder group, World world, string pattern, Func<World, ServerRequest, IResult> serve) =>
        group.MapPost(pattern, async (string server, HttpContext context, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(context.Request, cancellationToken);
            return ServerEndpoints.WithServer(world, server, found =>
                serve(world, new ServerRequest(server, found, (string?)context.GetRouteValue("vm") ?? "", body, Traffic.FaultOf(context))
                {
                    Action = (string?)context.GetRouteValue("action") ?? "",
                }));
        });

    private static IResult Act(World world, ServerRequest request) => Start(world, request.Uuid, request.Vm, request.Action, request.Body, request.Fault);

    private static IResult Start(World world, string serverUuid, string vmUuid, string action, JsonObject body, Fault? fault) =>
        ServerEndpoints.WithServer(world, serverUuid, server =>
        {
            if (!StateAfter.TryGetValue(action, out var state)) return Answer.NotFound("Action", action);
            if (world.Vms.Find(vmUuid) is not { } vm) return Answer.NotFound("VM", vmUuid);
            return StartOnce(world, new ServerRequest(serverUuid, server, vmUuid, body, fault), action, vmUuid, () => vm.ActualState = state);
        });

    private static IResult Create(World world, ServerRequest request)
    {
        var uuid = request.Body.Text("uuid") ?? "";
        if (world.Vms.Find(uuid) is not { } vm) return Answer.NotFound("VM", uuid);
        var image = request.Body.Text("image_uuid") ?? "";
        if (!request.Server["images"]!.AsArray().Any(has => (string?)has == image)) // Made with the server.
        {
            return Answer.Error(422, "ImageNotInstalled", $"Server '{request.Uuid}' does not have image '{image}'.");
        }

        if (vm.IsThere && !world.Effects.Knows(request.Body, $"provision/{uuid}")) return Answer.Error(409, "VmAlreadyExists", $"VM '{uuid}' is here already.");
        var autoboot = request.Body["autoboot"]?.GetValue<bool>() ?? true;
        return StartOnce(world, request, "provision", uuid, () =>
        {
            vm.Place(request.Uuid);
            vm.ActualState = autoboot ? "running" : "stopped";
        });
    }

    private static IResult EnsureImage(World world, ServerRequest request)
    {
        var image = request.Body.Text("image_uuid") ?? throw new BadHttpRequestException("'image_uuid' is required.");
        return StartOnce(world, request, "ensure-image", null, () =>
        {
            var images = request.Server["images"]!.AsArray(); // Made with the server.
            if (!images.Any(has => (string?)has == image)) images.Add(image);
        });
    }

    private static IResult UpdateNics(World world, ServerRequest request)
    {
        var nics = request.Body["nics"]?.DeepClone();
        return StartOnce(world, request, "update-nics", null, () => request.Server["nics"] = nics);
    }

    private static IResult Migrate(World world, ServerRequest request)
    {
        if (world.Vms.Find(request.Vm) is not { } vm) return Answer.NotFound("VM", request.Vm);
        var action = request.Body.Text("action") ?? throw new BadHttpRequestException("'action' is required.");
        var value = request.Body["value"]?.DeepClone() ?? JsonValue.Create(true);
        return StartOnce(world, request, $"{action}@{request.Uuid}", request.Vm, () => vm.Set(request.Uuid, action, value));
    }
}
