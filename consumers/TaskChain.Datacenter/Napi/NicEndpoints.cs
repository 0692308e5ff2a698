using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Napi;

/// <summary>NAPI's network cards, networks and addresses.</summary>
internal static class NicEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapNics(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/nics", (string? belongs_to_uuid, string? network_uuid) =>
        {
            lock (world.Gate) return Answer.List(world.Nics.Of(belongs_to_uuid).Where(nic => network_uuid is null || nic.Text("network_uuid") == network_uuid));
        });
        group.MapGet("/nics/{mac}", (string mac) =>
        {
            lock (world.Gate) return world.Nics.Find(mac) is { } nic ? Answer.Json(nic) : Answer.NotFound("Nic", mac);
        });
        group.MapPut("/nics/{mac}", async (string mac, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var changes = await RequestBody.ReadAsync(request, cancellationToken);
            lock (world.Gate)
            {
                if (world.Nics.Find(mac) is not { } nic) return Answer.NotFound("Nic", mac);
                changes.MergeInto(nic);
                return Answer.Json(nic);
            }
        });
        group.MapDelete("/nics/{mac}", (string mac) =>
        {
            lock (world.Gate) return world.Nics.Remove(mac) ? Answer.Done : Answer.NotFound("Nic", mac);
        });
        group.MapNetworks(world);
        return group;
    }

    private static void MapNetworks(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/networks/{uuid}", (string uuid) => WithNetwork(world, uuid, network => Answer.Json(network)));
        group.MapGet("/networks/{uuid}/ips/{ip}", (string uuid, string ip) => WithNetwork(world, uuid, _ =>
            Answer.Json(new JsonObject { ["ip"] = ip, ["network_uuid"] = uuid, ["reserved"] = world.Networks.IsReserved(uuid, ip) })));
        group.MapPut("/networks/{uuid}/ips/{ip}", async (string uuid, string ip, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return WithNetwork(world, uuid, _ =>
            {
                world.Networks.SetReserved(uuid, ip, body["reserved"]?.GetValue<bool>() ?? false);
                return Answer.Done;
            });
        });
    }

    private static IResult WithNetwork(World world, string uuid, Func<JsonObject, IResult> use)
    {
        lock (world.Gate)
        {
            world.Tasks.Settle();
            return world.Networks.Find(uuid) is { } network ? use(network) : Answer.NotFound("Network", uuid);
        }
    }
}
