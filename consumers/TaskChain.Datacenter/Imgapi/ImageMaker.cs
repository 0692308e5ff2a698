using TaskChain.Datacenter.Cnapi;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Imgapi;

/// <summary>Makes images of machines.</summary>
internal static class ImageMaker
{
    /// <summary>Starts the task that makes one. Its server hands it to IMGAPI, which takes it only while the image is still being created.</summary>
    public static IResult CreateFromVm(World world, ServerRequest request)
    {
        if (world.Vms.Find(request.Vm) is null) return Answer.NotFound("VM", request.Vm);
        var image = request.Body["manifest"]?["uuid"]?.GetValue<string>() ?? throw new BadHttpRequestException("'manifest.uuid' is required.");
        return VmEndpoints.StartOnce(world, request, "create-image", request.Vm, () =>
        {
            if (world.Images.Find(image) is not { } found || found.Text("state") != "creating") return;
            found["state"] = "active";
            found["has_file"] = true;
        });
    }
}
