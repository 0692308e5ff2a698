using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Imgapi;

/// <summary>IMGAPI's images, and under <c>/remote</c> the image API that they can be imported from.</summary>
internal static class ImageEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapImages(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/images", () =>
        {
            lock (world.Gate) return Answer.List(world.Images.All);
        });
        group.MapGet("/images/{uuid}", (string uuid) => WithImage(world, uuid, image => Answer.Json(image)));
        group.MapPost("/images/{uuid}", async (string uuid, string? action, HttpRequest request, CancellationToken cancellationToken) =>
            Act(world, uuid, action, await RequestBody.ReadAsync(request, cancellationToken)));
        group.MapPut("/images/{uuid}/file", (string uuid) => WithImage(world, uuid, image =>
        {
            image["has_file"] = true;
            return Answer.Json(image);
        }));
        group.MapDelete("/images/{uuid}", (string uuid) =>
        {
            lock (world.Gate) return world.Images.Remove(uuid) ? Answer.Done : Answer.NotFound("Image", uuid);
        });
        group.MapGet("/remote/images/{uuid}", (string uuid) =>
        {
            lock (world.Gate) return world.Images.FindRemote(uuid) is { } image ? Answer.Json(image) : Answer.NotFound("Image", uuid);
        });
        group.MapPost("/remote/images/{uuid}", async (string uuid, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var offer = await RequestBody.ReadAsync(request, cancellationToken);
            lock (world.Gate) world.Images.Offer(uuid, offer.Text("name") ?? uuid, offer.Text("origin"));
            return Answer.Done;
        });
        return group;
    }

    private static IResult Act(World world, string uuid, string? action, JsonObject body) => action switch
    {
        "import-remote" => Import(world, uuid, body),
        "create" => Announce(world, uuid, body),
        "activate" => WithImage(world, uuid, Activate),
        "update" => WithImage(world, uuid, image =>
        {
            body.MergeInto(image);
            return Answer.Json(image);
        }),
        _ => Answer.Error(409, "InvalidParameter", $"'{action}' is no action; there are 'import-remote', 'create', 'activate' and 'update'."),
    };

    private static IResult Announce(World world, string uuid, JsonObject body)
    {
        lock (world.Gate) return Answer.Json(world.Images.Announce(uuid, body.Text("name")), 201);
    }

    private static IResult Import(World world, string uuid, JsonObject body)
    {
        lock (world.Gate)
        {
            if (world.Images.Find(uuid) is { } known)
            {
                var same = body.Text("job") is { } job && known.Text("imported_by") == job;
                return same ? Answer.Json(known) : Answer.Error(409, "ImageUuidAlreadyExists", $"Image '{uuid}' is here already.");
            }

            if (world.Images.FindRemote(uuid) is not { } remote) return Answer.NotFound("Image", uuid);
            var origin = remote.Text("origin");
            if (origin is not null && world.Images.Find(origin) is null)
            {
                return Answer.Error(422, "OriginDoesNotExist", $"Image '{uuid}' is a change of '{origin}', which must be imported first.");
            }

            world.Effects.Count($"import/{uuid}");
            return Answer.Json(world.Images.Import(remote, body.Text("job")), 201);
        }
    }

    private static IResult Activate(JsonObject image)
    {
        if (image["has_file"]?.GetValue<bool>() != true) return Answer.Error(422, "NoActivationNoFile", "The image has no file yet.");
        image["state"] = "active";
        return Answer.Json(image);
    }

    private static IResult WithImage(World world, string uuid, Func<JsonObject, IResult> use)
    {
        lock (world.Gate)
        {
            world.Tasks.Settle();
            return world.Images.Find(uuid) is { } image ? use(image) : Answer.NotFound("Image", uuid);
        }
    }
}
