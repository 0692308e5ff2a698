using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Napi;

/// <summary>NAPI's network cards.</summary>
internal static class NicEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapNics(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/nics", (string? belongs_to_uuid) =>
        {
            lock (world.Gate) return Answer.List(world.Nics.Of(belongs_to_uuid));
        });
        group.MapGet("/nics/{mac}", (string mac) =>
        {
            lock (world.Gate) return world.Nics.Find(mac) is { } nic ? Answer.Json(nic) : Answer.NotFound("Nic", mac);
        });
        group.MapDelete("/nics/{mac}", (string mac) =>
        {
            lock (world.Gate) return world.Nics.Remove(mac) ? Answer.Done : Answer.NotFound("Nic", mac);
        });
        return group;
    }
}
