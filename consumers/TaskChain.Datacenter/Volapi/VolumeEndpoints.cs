using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Volapi;

/// <summary>VOLAPI's volumes.</summary>
internal static class VolumeEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapVolumes(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/volumes", (string? name, string? owner_uuid, string? refs) =>
        {
            lock (world.Gate) return Answer.List(List(world, name, owner_uuid, refs));
        });
        group.MapGet("/volumes/{uuid}", (string uuid) => WithVolume(world, uuid, volume => Answer.Json(volume)));
        group.MapPost("/volumes", async (HttpRequest request, CancellationToken cancellationToken) =>
            Create(world, await RequestBody.ReadAsync(request, cancellationToken)));
        group.MapPost("/volumes/{uuid}/addreference", async (string uuid, HttpRequest request, CancellationToken cancellationToken) =>
            Refer(world, uuid, await RequestBody.ReadAsync(request, cancellationToken), (volume, vm) => world.Volumes.Add(volume, vm)));
        group.MapPost("/volumes/{uuid}/removereference", async (string uuid, HttpRequest request, CancellationToken cancellationToken) =>
            Refer(world, uuid, await RequestBody.ReadAsync(request, cancellationToken), VolumeStore.Remove));
        group.MapPost("/volumereservations", async (HttpRequest request, CancellationToken cancellationToken) =>
            Reserve(world, await RequestBody.ReadAsync(request, cancellationToken)));
        return group;
    }

    private static IEnumerable<JsonObject> List(World world, string? name, string? owner, string? refs) => world.Volumes.All
        .Where(volume => name is null || volume.Text("name") == name)
        .Where(volume => owner is null || volume.Text("owner_uuid") == owner)
        .Where(volume => refs is null || volume["refs"]!.AsArray().Any(vm => (string?)vm == refs)); // Every volume has its list.

    private static IResult Create(World world, JsonObject body)
    {
        if (body.Text("name") is not { } name || body.Text("owner_uuid") is not { } owner)
        {
            return Answer.Error(409, "MissingParameter", "A volume needs 'name' and 'owner_uuid'.");
        }

        lock (world.Gate)
        {
            var (volume, isNew) = world.Volumes.Create(name, owner);
            if (isNew) world.Effects.Count($"volume/{name}");
            return Answer.Json(volume, isNew ? 201 : 200);
        }
    }

    private static IResult Reserve(World world, JsonObject body)
    {
        if (body.Text("vm_uuid") is not { } vm || body.Text("volume_name") is not { } name)
        {
            return Answer.Error(409, "MissingParameter", "A reservation needs 'vm_uuid' and 'volume_name'.");
        }

        lock (world.Gate) return Answer.Json(world.Volumes.Reserve(vm, name, body), 201);
    }

    private static IResult Refer(World world, string uuid, JsonObject body, Action<JsonObject, string> change) => WithVolume(world, uuid, volume =>
    {
        change(volume, body.Text("vm_uuid") ?? throw new BadHttpRequestException("'vm_uuid' is required."));
        return Answer.Json(volume);
    });

    private static IResult WithVolume(World world, string uuid, Func<JsonObject, IResult> use)
    {
        lock (world.Gate) return world.Volumes.Find(uuid) is { } volume ? use(volume) : Answer.NotFound("Volume", uuid);
    }
}
