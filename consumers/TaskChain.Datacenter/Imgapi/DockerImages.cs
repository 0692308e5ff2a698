using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Imgapi;

/// <summary>IMGAPI moves docker images between their registry and here, and tells line by line how far it is.</summary>
internal static class DockerImages
{
    private static readonly TimeSpan LayerTime = TimeSpan.FromMilliseconds(30);

    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapDockerImages(this RouteGroupBuilder group, World world)
    {
        group.MapPost("/images", (string action, string repo, string tag, CancellationToken cancellationToken) => action switch
        {
            "import-docker-image" => Stream(world, repo, "Pull complete", new JsonObject
            {
                ["type"] = "create-docker-image",
                ["config_digest"] = $"sha256:{repo.Length:x4}{tag.Length:x4}",
                ["head"] = true,
            }, cancellationToken),
            "push-docker-image" => Stream(world, repo, "Pushed", new JsonObject { ["type"] = "status", ["status"] = $"{tag}: pushed" }, cancellationToken),
            _ => Answer.Error(409, "InvalidParameter", $"'{action}' is no action; there are 'import-docker-image' and 'push-docker-image'."),
        });
        return group;
    }

    private static IResult Stream(World world, string repo, string done, JsonObject last, CancellationToken cancellationToken)
    {
        List<string> digests;
        lock (world.Gate)
        {
            if (world.Registry.Manifest(repo) is not { } manifest) return Answer.NotFound("Repository", repo);
            digests = [.. manifest["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!)]; // The registry makes manifests with layers.
        }

        return Results.Stream(async stream =>
        {
            await using var writer = new StreamWriter(stream, leaveOpen: true);
            foreach (var digest in digests)
            {
                await Task.Delay(LayerTime, world.Time, cancellationToken);
                await WriteAsync(writer, new JsonObject { ["type"] = "progress", ["id"] = digest, ["status"] = done });
            }

            await WriteAsync(writer, last);
        }, "application/x-json-stream");
    }

    private static async Task WriteAsync(StreamWriter writer, JsonObject line)
    {
        await writer.WriteLineAsync(line.ToJsonString());
        await writer.FlushAsync();
    }
}
