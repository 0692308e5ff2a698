using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Fwapi;

/// <summary>FWAPI's updates: what firewalls are told.</summary>
internal static class UpdateEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapUpdates(this RouteGroupBuilder group, World world)
    {
        group.MapPost("/updates", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            if (body.Text("type") is not { } type || body.Text("uuid") is not { } vm) return Answer.Error(409, "MissingParameter", "An update needs 'type' and 'uuid'.");
            lock (world.Gate)
            {
                return Answer.Json(world.Effects.Once(body, $"firewall-{type}/{vm}", () => new JsonObject { ["update_uuid"] = Guid.NewGuid().ToString() }), 202);
            }
        });
        return group;
    }
}
