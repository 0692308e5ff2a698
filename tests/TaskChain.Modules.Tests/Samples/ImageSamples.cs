using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>IMGAPI's and DOCKER's samples: images are made, imported, pulled and pushed.</summary>
internal static class ImageSamples
{
    public static IEnumerable<SampleCase> All => [CreateFromVm, Import, Pull, Push];

    private static SampleCase CreateFromVm { get; } = new("create-from-vm-7.2.0")
    {
        Prepare = async datacenter =>
        {
            var (vm, image) = (SampleCase.NewId(), SampleCase.NewId());
            await datacenter.PostAsync("/vmapi/vms", new JsonObject { ["uuid"] = vm, ["state"] = "stopped", ["server_uuid"] = SampleCase.Server });
            await AnnounceAsync(datacenter, image);
            return new SampleJob($"/create-from-vm-{vm}", new JsonObject { ["vm_uuid"] = vm, ["manifest"] = new JsonObject { ["uuid"] = image, ["name"] = "mine" } }, [vm, image]);
        },
        PrepareAgain = async (datacenter, job) =>
        {
            await AnnounceAsync(datacenter, ImageOf(job));
            return (JsonObject)job.Params.DeepClone();
        },
        Wrong = async (datacenter, job) => SampleCase.Differs("The image", "active", (await datacenter.GetAsync($"/imgapi/images/{ImageOf(job)}"))["state"]),
        HalfMade = async (datacenter, job) =>
        {
            var image = await datacenter.GetAsync($"/imgapi/images/{ImageOf(job)}");
            if ((string?)image["state"] == "active") return null;
            return SampleCase.Differs("The image", "failed", image["state"]) ?? (image["error"]?["message"] is null ? "The image does not say why." : null);
        },
    };

    private static SampleCase Import { get; } = new("import-remote-image-7.2.0")
    {
        Prepare = async datacenter =>
        {
            var (image, origin) = (SampleCase.NewId(), SampleCase.NewId());
            await datacenter.PostAsync($"/imgapi/remote/images/{origin}", new JsonObject());
            await datacenter.PostAsync($"/imgapi/remote/images/{image}", new JsonObject { ["origin"] = origin });
            var parameters = new JsonObject { ["image_uuid"] = image, ["source"] = "https://images.example.com", ["origins"] = new JsonArray(origin) };
            return new SampleJob($"/import-remote-{image}", parameters, [image, origin]);
        },
        Wrong = async (datacenter, job) =>
            await StateAsync(datacenter, job["image_uuid"], "active") ?? await StateAsync(datacenter, OriginOf(job), "active"),
        HalfMade = async (datacenter, job) =>
            await StateAsync(datacenter, job["image_uuid"], null) ?? await StateAsync(datacenter, OriginOf(job), null),
    };

    private static SampleCase Pull { get; } = new("pull-image-v2-2.1.0")
    {
        Prepare = _ =>
        {
            var owner = SampleCase.NewId();
            return Task.FromResult(new SampleJob($"/pull-image-v2-{owner}", Docker(owner), [owner]));
        },
        Wrong = async (datacenter, job) =>
        {
            var tags = (await datacenter.GetAsync("/docker/images")).AsArray();
            return tags.Any(tag => (string?)tag!["owner_uuid"] == job["account_uuid"] && (string?)tag["tag"] == "3.2") ? null : "The image has no tag.";
        },
    };

    private static SampleCase Push { get; } = new("push-image-2.1.0")
    {
        Prepare = _ =>
        {
            var owner = SampleCase.NewId();
            return Task.FromResult(new SampleJob($"/push-image-{owner}", Docker(owner), [owner]));
        },
        Wrong = (_, _) => Task.FromResult<string?>(null),
    };

    private static JsonObject Docker(string owner) => new()
    {
        ["account_uuid"] = owner,
        ["rat"] = new JsonObject { ["canonicalName"] = "library/nginx", ["localName"] = "nginx", ["tag"] = "3.2" },
    };

    private static string ImageOf(SampleJob job) => (string)job.Params["manifest"]!["uuid"]!;

    private static string OriginOf(SampleJob job) => (string)job.Params["origins"]![0]!;

    private static Task<JsonNode> AnnounceAsync(DatacenterFixture datacenter, string image) =>
        datacenter.PostAsync($"/imgapi/images/{image}?action=create", new JsonObject { ["name"] = "mine" });

    private static async Task<string?> StateAsync(DatacenterFixture datacenter, string image, string? expected)
    {
        var exists = await datacenter.StatusAsync($"/imgapi/images/{image}") == 200;
        return SampleCase.Differs($"Image '{image}'", expected, exists ? (await datacenter.GetAsync($"/imgapi/images/{image}"))["state"] : null);
    }
}
