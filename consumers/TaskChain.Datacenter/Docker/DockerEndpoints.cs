using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Docker;

/// <summary>The docker service: registry, tags and the progress that waiting clients are shown.</summary>
internal static class DockerEndpoints
{
    private static readonly TimeSpan LayerTime = TimeSpan.FromMilliseconds(80);

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapDocker(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/v2/manifests", (string name) =>
        {
            lock (world.Gate) return world.Registry.Manifest(name) is { } manifest ? Answer.Json(manifest) : Answer.NotFound("Repository", name);
        });
        group.MapPost("/v2/pull", async (string name, string digest, CancellationToken cancellationToken) =>
        {
            await Task.Delay(LayerTime, world.Time, cancellationToken);
            return Answer.Json(new JsonObject { ["name"] = name, ["digest"] = digest, ["status"] = "Pull complete" });
        });
        group.MapPost("/images/tag", (string name, string tag) =>
        {
            lock (world.Gate) return Answer.Json(world.Registry.Tag(name, tag), 201);
        });
        group.MapGet("/images", () =>
        {
            lock (world.Gate) return Answer.List(world.Registry.Tagged);
        });
        group.MapPost("/progress", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var line = await RequestBody.ReadAsync(request, cancellationToken);
            lock (world.Gate) world.Registry.Report(line);
            return Answer.Done;
        });
        group.MapGet("/progress", () =>
        {
            lock (world.Gate) return Answer.List(world.Registry.Progress);
        });
        return group;
    }
}
