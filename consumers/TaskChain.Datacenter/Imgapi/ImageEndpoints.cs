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
        group.MapPost("/images/{uuid}", (string uuid, string? action) => action switch
        {
            "import-remote" => Import(world, uuid),
            "activate" => WithImage(world, uuid, Activate),
            _ => Answer.Error(409, "InvalidParameter", $"'{action}' is no action; there are 'import-remote' and 'activate'."),
        });
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
        return group;
    }

    private static IResult Import(World world, string uuid)
    {
        lock (world.Gate)
        {
            if (world.Images.Find(uuid) is not null) return Answer.Error(409, "ImageUuidAlreadyExists", $"Image '{uuid}' is here already.");
            if (world.Images.FindRemote(uuid) is not { } remote) return Answer.NotFound("Image", uuid);
            var origin = remote.Text("origin");
            if (origin is not null && world.Images.Find(origin) is null)
            {
                return Answer.Error(422, "OriginDoesNotExist", $"Image '{uuid}' is a change of '{origin}', which must be imported first.");
            }

            return Answer.Json(world.Images.Import(remote), 201);
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
        lock (world.Gate) return world.Images.Find(uuid) is { } image ? use(image) : Answer.NotFound("Image", uuid);
    }
}
