using System.Text.Json.Nodes;
using TaskChain.Datacenter.Cnapi;
using TaskChain.Datacenter.Http;
using TaskChain.Datacenter.Vmapi;

namespace TaskChain.Datacenter.Sapi;

/// <summary>SAPI's instances. There is one service, <c>nat</c>, whose instances are the gateways of fabrics.</summary>
internal static class InstanceEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapInstances(this RouteGroupBuilder group, World world)
    {
        group.MapPost("/instances", async (HttpRequest request, CancellationToken cancellationToken) =>
            Create(world, await RequestBody.ReadAsync(request, cancellationToken)));
        group.MapDelete("/instances/{uuid}", (string uuid) => MachineEndpoints.WithMachine(world, uuid, vm =>
        {
            vm.ActualState = "destroyed";
            vm.Sync(isBeingMade: false);
            world.Networks.SetGateway(vm.Record.Text("nat_for") ?? "", uuid, provisioned: false);
            world.Effects.Count($"nat-destroyed/{vm.Record.Text("nat_for")}");
            return Answer.Done;
        }));
        return group;
    }

    private static IResult Create(World world, JsonObject body)
    {
        if (body.Text("service") != "nat") return Answer.NotFound("Service", body.Text("service") ?? "");
        var network = body.Text("network_uuid") ?? "";
        lock (world.Gate)
        {
            world.Tasks.Settle();
            if (world.Networks.Find(network) is null) return Answer.NotFound("Network", network);
            if (world.Vms.All.FirstOrDefault(vm => vm.Record.Text("alias") == body.Text("alias") && vm.Record.Text("state") != "destroyed") is { } known)
            {
                return Answer.Json(known.Record);
            }

            return Answer.Json(Make(world, body.Text("alias"), network), 201);
        }
    }

    private static JsonObject Make(World world, string? alias, string network)
    {
        var (uuid, server) = (Guid.NewGuid().ToString(), world.Servers.All.First().Text("uuid")!); // Every server has its id.
        var record = new JsonObject { ["uuid"] = uuid, ["alias"] = alias, ["state"] = Machine.Provisioning, ["server_uuid"] = server, ["nat_for"] = network };
        var vm = new Machine(record);
        world.Vms.Add(uuid, vm);
        world.Effects.Count($"nat-made/{network}");
        world.Tasks.Start(new TaskOrder(server, "provision", uuid, () =>
        {
            vm.Place(server);
            vm.ActualState = "running";
            vm.Sync(isBeingMade: false);
            world.Networks.SetGateway(network, uuid, provisioned: true);
        }, null));
        return record;
    }
}
