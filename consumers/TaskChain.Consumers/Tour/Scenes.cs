using System.Text.Json.Nodes;

namespace TaskChain.Consumers.Tour;

/// <summary>The tour's samples, in the order they are shown.</summary>
internal static class Scenes
{
    private const string Server1 = "44454c4c-4200-1051-8050-000000000001";
    private const string Server2 = "44454c4c-4200-1051-8050-000000000002";
    private const string Server3 = "44454c4c-4200-1051-8050-000000000003";
    private const string OldImage = "1bd84670-055a-11e5-aaa2-0346bb21d5a1";
    private const string OldOrigin = "c02a2044-c1bd-11e4-bd8c-dfc1db8b0182";
    private const string NewImage = "5417ab20-3156-11ea-8b19-2b66f5e7a439";
    private const string NewOrigin = "390639d4-f146-11e7-9280-37ae5c6d53d4";

    /// <summary>All scenes.</summary>
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("An old and a new VMAPI start a machine each, at the same time: one module in two versions, side by side",
        [
            Vm("7.0.8", "start", "stopped", "running", "9.0.2"),
            Vm("7.2.0", "start", "stopped", "running", "9.1.0"),
        ]),
        new("An old CNAPI asks for sdc-clients 9.0.1, which is not installed; a new one for 10.1.0, which is not released yet",
        [
            Reboot("1.1.0", Server2, SampleEnd.Ran, "9.1.0"),
            Reboot("1.2.0", Server3, SampleEnd.RanDegraded, "10.0.0"),
        ]),
        new("IMGAPI imports images; the new one's file never arrives, so its error chain deletes what was imported",
        [
            Import("7.0.7", OldImage, OldOrigin, SampleEnd.Ran, "9.0.3"),
            Import("7.1.0", NewImage, NewOrigin, SampleEnd.FailedCleanly, "10.0.0"),
        ]),
        new("DOCKER pulls images with three modules, old and new: vasync 2.0.0 broke what the old one uses, so each keeps its own",
        [
            Pull("1.0.0", "library/nginx", "1.6.4"),
            Pull("2.0.0", "library/redis", "2.2.0"),
        ]),
        new("VMAPI destroys machines: the old release names sdc-clients by commit, the new one by version",
        [
            Vm("7.0.8", "destroy", "running", "destroyed", "ee86d6312"),
            Vm("7.2.0", "destroy", "running", "destroyed", "10.0.0"),
        ]),
        .. TritonScenes.All,
        new("ADMINUI: an operator has retired restify 2.8.5, which the old release needs",
        [
            Report("1.0.0", SampleEnd.Refused),
            Report("2.0.0", SampleEnd.Ran),
        ]) { Retire = ("restify", "2.8.5") },
    ];

    private static Sample Vm(string release, string task, string before, string after, string client) => new("Vmapi", release, task, SampleEnd.Ran)
    {
        Given = SdcClients(client),
        Prepare = async (datacenter, cancellationToken) => new JsonObject
        {
            ["vm_uuid"] = await datacenter.CreateVmAsync($"{task}-me-{release}", before, Server1, cancellationToken),
            ["server_uuid"] = Server1,
            ["task"] = task,
        },
        Check = async (datacenter, job, cancellationToken) =>
        {
            var vm = await datacenter.GetAsync($"/vmapi/vms/{(string?)job["vm_uuid"]}?sync=true", cancellationToken);
            var nics = await datacenter.GetAsync($"/napi/nics?belongs_to_uuid={(string?)job["vm_uuid"]}", cancellationToken);
            if ((string?)vm?["state"] != after) return $"The machine is {(string?)vm?["state"]}.";
            return after == "destroyed" && nics?.AsArray().Count > 0 ? "The machine's network cards are still there." : null;
        },
    };

    private static Sample Reboot(string release, string server, SampleEnd expected, string client) => new("Cnapi", release, "server-reboot", expected)
    {
        Given = SdcClients(client),
        Prepare = async (datacenter, cancellationToken) =>
        {
            // Something is under way on the server, so that the job has to wait until it is drained.
            var vm = await datacenter.CreateVmAsync($"busy-{release}", "stopped", server, cancellationToken);
            await datacenter.StartSlowlyAsync(server, vm, 1.5, cancellationToken);
            return new JsonObject { ["server_uuid"] = server };
        },
    };

    private static Sample Import(string release, string image, string origin, SampleEnd expected, string client) => new("Imgapi", release, "import-remote-image", expected)
    {
        FailsAt = expected == SampleEnd.FailedCleanly ? "add_image_file" : null,
        Given = SdcClients(client),
        Prepare = async (datacenter, cancellationToken) =>
        {
            if (expected == SampleEnd.FailedCleanly)
            {
                var fault = new JsonObject { ["path"] = $"/imgapi/images/{image}/file", ["status"] = 500, ["times"] = 2 };
                await datacenter.PlanFaultAsync(fault, cancellationToken);
            }

            return new JsonObject { ["image_uuid"] = image, ["source"] = "https://images.example.com", ["origins"] = new JsonArray(origin) };
        },
        Check = async (datacenter, _, cancellationToken) =>
        {
            var wanted = expected == SampleEnd.Ran ? "active" : null;
            foreach (var uuid in new[] { image, origin })
            {
                var state = (string?)(await datacenter.GetAsync($"/imgapi/images/{uuid}", cancellationToken))?["state"];
                if (state != wanted) return $"Image '{uuid}' is {state ?? "gone"}.";
            }

            return null;
        },
    };

    private static Sample Pull(string release, string name, string vasync) => new("Docker", release, "pull-image-v2", SampleEnd.Ran)
    {
        Given = new Dictionary<string, string> { ["vasync"] = vasync },
        Prepare = (_, _) => Task.FromResult(new JsonObject { ["name"] = name, ["tag"] = "latest" }),
        Check = async (datacenter, _, cancellationToken) =>
        {
            var images = await datacenter.GetAsync("/docker/images", cancellationToken);
            return images?.AsArray().Any(image => (string?)image?["name"] == name) == true ? null : $"'{name}' has no tag.";
        },
    };

    private static Sample Report(string release, SampleEnd expected) => new("Adminui", release, "fleet-report", expected)
    {
        Prepare = (_, _) => Task.FromResult(new JsonObject { ["server_uuid"] = Server1 }),
    };

    private static Dictionary<string, string> SdcClients(string version) => new() { ["sdc-clients"] = version };
}
