using System.Text.Json.Nodes;

namespace TaskChain.Consumers.Tour;

/// <summary>The workflows that Triton's services run every day, with their real tasks; and two of them that do not get to their end.</summary>
internal static class TritonScenes
{
    private const string Server = "44454c4c-4200-1051-8050-000000000001";
    private const string OtherServer = "44454c4c-4200-1051-8050-000000000002";
    private const string Image = "70e3ae72-96b6-11e6-9056-9737fd4d0764";
    private const string RemoteOrigin = "c02a2044-c1bd-11e4-bd8c-dfc1db8b0182";
    private const string Owner = "930896af-bf8c-48d4-885c-6573a94b1853";

    /// <summary>The scenes.</summary>
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("What Triton's services run every day, all at once: nine workflows as they are there, up to 55 tasks long",
        [
            Machine("start", "stopped", "running"),
            Machine("destroy", "running", "destroyed"),
            Provision(SampleEnd.Ran),
            Switch(SampleEnd.Ran),
            CreateImage(),
            ImportImage(),
            Pull(),
            OnNewServer("server-reboot"),
            OnNewServer("server-setup"),
        ]),
        new("A machine is ordered that its server cannot make, and the switch of another to a new server is cancelled half-way: both clean up",
        [
            Provision(SampleEnd.FailedCleanly),
            Switch(SampleEnd.CanceledCleanly),
        ]),
    ];

    private static Sample Machine(string task, string before, string after) => new("Vmapi", "7.3.0", task, SampleEnd.Ran)
    {
        IsBrief = true,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var uuid = await datacenter.CreateVmAsync($"{task}-me", before, Server, cancellationToken);
            return new JsonObject { ["vm_uuid"] = uuid, ["server_uuid"] = Server, ["task"] = task, ["currentVm"] = await VmAsync(datacenter, uuid, cancellationToken) };
        },
        Check = (datacenter, job, cancellationToken) => MachineIsAsync(datacenter, job, after, Server, cancellationToken),
    };

    private static Sample Provision(SampleEnd expected) => new("Vmapi", "7.3.0", "provision", expected)
    {
        IsBrief = true,
        FailsAt = expected == SampleEnd.FailedCleanly ? "cnapi.wait_task" : null,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var fabric = Guid.NewGuid().ToString();
            var vm = await datacenter.PostAsync(
                "/vmapi/vms", new JsonObject { ["state"] = "provisioning", ["server_uuid"] = Server, ["fabric_network"] = fabric }, cancellationToken);
            var uuid = (string?)vm["uuid"];
            var line = new JsonObject { ["scope"] = "vm", ["id"] = uuid, ["action"] = "provision" };
            var ticket = await datacenter.PostAsync($"/cnapi/servers/{Server}/tickets", line, cancellationToken);
            if (expected == SampleEnd.FailedCleanly)
            {
                var fault = new JsonObject { ["method"] = "POST", ["path"] = $"/servers/{Server}/vms", ["contains"] = uuid, ["task_error"] = "there is no room for it" };
                await datacenter.PlanFaultAsync(fault, cancellationToken);
            }

            return new JsonObject
            {
                ["vm_uuid"] = uuid,
                ["server_uuid"] = Server,
                ["task"] = "provision",
                ["owner_uuid"] = Owner,
                ["brand"] = "joyent",
                ["image_uuid"] = Image,
                ["image"] = new JsonObject { ["uuid"] = Image, ["users"] = new JsonArray(new JsonObject { ["name"] = "root" }) },
                ["vm_ticket"] = ticket["uuid"]?.DeepClone(),
                ["fabric_networks"] = new JsonArray(fabric),
                ["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountpoint"] = "/data" }),
            };
        },
        Check = (datacenter, job, cancellationToken) =>
            MachineIsAsync(datacenter, job, expected == SampleEnd.Ran ? "running" : "failed", Server, cancellationToken),
    };

    private static Sample Switch(SampleEnd expected) => new("Vmapi", "7.3.0", "migrate-switch", expected)
    {
        IsBrief = true,
        CancelAt = expected == SampleEnd.CanceledCleanly ? "migration.switch.updateVmServerUuid" : null,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var uuid = await datacenter.CreateVmAsync("moves", "running", Server, cancellationToken);
            if (expected == SampleEnd.CanceledCleanly)
            {
                // Slow enough for somebody to change their mind.
                var fault = new JsonObject { ["path"] = $"/migrations/{uuid}/updateVmServerUuid", ["delay_seconds"] = 5 };
                await datacenter.PlanFaultAsync(fault, cancellationToken);
            }

            var record = new JsonObject
            {
                ["id"] = Guid.NewGuid().ToString(),
                ["vm_uuid"] = uuid,
                ["target_vm_uuid"] = uuid,
                ["source_server_uuid"] = Server,
                ["target_server_uuid"] = OtherServer,
                ["created_timestamp"] = "2026-01-01T00:00:00Z",
                ["phase"] = "sync",
                ["state"] = "paused",
                ["num_sync_phases"] = 1,
            };
            await datacenter.PostAsync($"/vmapi/migrations/{uuid}/store", record, cancellationToken);
            return new JsonObject
            {
                ["vm_uuid"] = uuid,
                ["server_uuid"] = Server,
                ["task"] = "migrate",
                ["vm"] = await VmAsync(datacenter, uuid, cancellationToken),
                ["poll_seconds"] = 0.2,
                ["migrationTask"] = new JsonObject { ["action"] = "switch", ["record"] = record },
            };
        },
        Check = (datacenter, job, cancellationToken) =>
            MachineIsAsync(datacenter, job, "running", expected == SampleEnd.Ran ? OtherServer : Server, cancellationToken),
    };

    private static Sample CreateImage() => new("Imgapi", "7.2.0", "create-from-vm", SampleEnd.Ran)
    {
        IsBrief = true,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var image = Guid.NewGuid().ToString();
            await datacenter.PostAsync($"/imgapi/images/{image}?action=create", new JsonObject { ["name"] = "mine" }, cancellationToken);
            var vm = await datacenter.CreateVmAsync("model", "stopped", Server, cancellationToken);
            return new JsonObject { ["vm_uuid"] = vm, ["manifest"] = new JsonObject { ["uuid"] = image, ["name"] = "mine" } };
        },
        Check = (datacenter, job, cancellationToken) => ImageIsActiveAsync(datacenter, (string?)job["manifest"]?["uuid"], cancellationToken),
    };

    private static Sample ImportImage() => new("Imgapi", "7.2.0", "import-remote-image", SampleEnd.Ran)
    {
        IsBrief = true,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var image = Guid.NewGuid().ToString();
            await datacenter.PostAsync($"/imgapi/remote/images/{image}", new JsonObject { ["origin"] = RemoteOrigin }, cancellationToken);
            return new JsonObject { ["image_uuid"] = image, ["source"] = "https://images.example.com", ["origins"] = new JsonArray(RemoteOrigin) };
        },
        Check = (datacenter, job, cancellationToken) => ImageIsActiveAsync(datacenter, (string?)job["image_uuid"], cancellationToken),
    };

    private static Sample Pull() => new("Docker", "2.1.0", "pull-image-v2", SampleEnd.Ran)
    {
        IsBrief = true,
        Prepare = (_, _) => Task.FromResult(new JsonObject
        {
            ["account_uuid"] = Owner,
            ["rat"] = new JsonObject { ["canonicalName"] = "library/redis", ["localName"] = "redis", ["tag"] = "7" },
        }),
        Check = async (datacenter, _, cancellationToken) =>
        {
            var images = await datacenter.GetAsync("/docker/images", cancellationToken);
            return images?.AsArray().Any(image => (string?)image?["repo"] == "redis") == true ? null : "The image has no tag.";
        },
    };

    private static Sample OnNewServer(string workflow) => new("Cnapi", "1.3.0", workflow, SampleEnd.Ran)
    {
        IsBrief = true,
        Prepare = async (datacenter, cancellationToken) =>
        {
            var server = await datacenter.PostAsync("/cnapi/servers", new JsonObject { ["hostname"] = workflow }, cancellationToken);
            return new JsonObject
            {
                ["server_uuid"] = server["uuid"]?.DeepClone(),
                ["drain"] = true,
                ["assets_url"] = "http://10.99.99.8",
                ["amqp_host"] = "10.99.99.20",
                ["poll_seconds"] = 0.2,
            };
        },
        Check = async (datacenter, job, cancellationToken) =>
        {
            var server = await datacenter.GetAsync($"/cnapi/servers/{(string?)job["server_uuid"]}", cancellationToken);
            return server?["last_boot"] is null && (int?)server?["running_tasks"] == 0 ? "The server was not rebooted." : null;
        },
    };

    private static async Task<JsonNode?> VmAsync(DatacenterClient datacenter, string? uuid, CancellationToken cancellationToken) =>
        (await datacenter.GetAsync($"/vmapi/vms/{uuid}?sync=true", cancellationToken))?.DeepClone();

    private static async Task<string?> MachineIsAsync(
        DatacenterClient datacenter, JsonObject job, string state, string server, CancellationToken cancellationToken)
    {
        // VMAPI starts a machine in a job of its own, which a cancelled switch does not wait for.
        var vm = await VmAsync(datacenter, (string?)job["vm_uuid"], cancellationToken);
        for (var looks = 0; looks < 50 && (string?)vm?["state"] != state; looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            vm = await VmAsync(datacenter, (string?)job["vm_uuid"], cancellationToken);
        }

        var hasNics = vm?["nics"]?.AsArray().Count > 0;
        if ((string?)vm?["state"] != state) return $"The machine is {(string?)vm?["state"]}, not {state}.";
        if ((string?)vm["server_uuid"] != server) return "The machine is on the wrong server.";
        return hasNics == (state is "destroyed" or "failed") ? "The machine's network cards are not as they should be." : null;
    }

    private static async Task<string?> ImageIsActiveAsync(DatacenterClient datacenter, string? uuid, CancellationToken cancellationToken)
    {
        var state = (string?)(await datacenter.GetAsync($"/imgapi/images/{uuid}", cancellationToken))?["state"];
        return state == "active" ? null : $"The image is {state ?? "gone"}.";
    }
}
