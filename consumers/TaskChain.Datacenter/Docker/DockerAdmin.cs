using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Docker;

/// <summary>The docker service's side for other services: images, tags, and the progress that waiting clients are shown.</summary>
internal static class DockerAdmin
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapDockerAdmin(this RouteGroupBuilder group, World world)
    {
        group.MapPost("/admin/progress", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var line = await RequestBody.ReadAsync(request, cancellationToken);
            lock (world.Gate) world.Registry.Report(line);
            return Answer.Done;
        });
        group.MapGet("/admin/images_v2", (string owner_uuid, string config_digest) =>
        {
            lock (world.Gate) return Answer.List(world.Registry.Find(owner_uuid, config_digest));
        });
        group.MapPost("/admin/images_v2", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return Change(body, (owner, digest) =>
            {
                lock (world.Gate)
                {
                    if (world.Registry.Find(owner, digest).Any()) return Answer.Error(409, "ImageExists", $"Image '{digest}' is here already.");
                    world.Effects.Count($"docker-image/{owner}");
                    return Answer.Json(world.Registry.Create(owner, digest), 201);
                }
            });
        });
        group.MapPost("/admin/image_tags_v2", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync(request, cancellationToken);
            return Change(body, (owner, digest) =>
            {
                lock (world.Gate)
                {
                    return world.Registry.Find(owner, digest).Any() ? Answer.Json(world.Registry.Tag(owner, body), 201) : Answer.NotFound("Image", digest);
                }
            });
        });
        return group;
    }

    private static IResult Change(JsonObject body, Func<string, string, IResult> change) =>
        body.Text("owner_uuid") is { } owner && body.Text("config_digest") is { } digest
            ? change(owner, digest)
            : Answer.Error(409, "MissingParameter", "'owner_uuid' and 'config_digest' are required.");
}
