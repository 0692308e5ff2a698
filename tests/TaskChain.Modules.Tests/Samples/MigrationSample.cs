using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>VMAPI's long chain: a machine whose data is on two servers is switched from one to the other.</summary>
internal static class MigrationSample
{
    public static IEnumerable<SampleCase> All =>
    [
        new("migrate-switch-7.3.0")
        {
            Prepare = PrepareAsync,
            Wrong = async (datacenter, job) => await StandingAsync(datacenter, job) == Standing.Switched ? null : await DescribeAsync(datacenter, job),
            HalfMade = async (datacenter, job) => await StandingAsync(datacenter, job) == Standing.Neither ? await DescribeAsync(datacenter, job) : null,
        },
    ];

    private enum Standing
    {
        /// <summary>The machine runs on its source, and the target's copy is hidden.</summary>
        Source,

        /// <summary>The machine runs on its target, and the source's copy is hidden.</summary>
        Switched,

        /// <summary>Something in between.</summary>
        Neither,
    }

    // What the phases before have left: the source runs, the target has a hidden copy and was synced once.
    private static async Task<SampleJob> PrepareAsync(DatacenterFixture datacenter)
    {
        var vm = SampleCase.NewId();
        var machine = await datacenter.PostAsync("/vmapi/vms", new JsonObject { ["uuid"] = vm, ["state"] = "running", ["server_uuid"] = SampleCase.Server });
        await datacenter.PostAsync($"/cnapi/servers/{SampleCase.OtherServer}/vms/{vm}/migrate", new JsonObject { ["action"] = "set-do-not-inventory", ["value"] = true });
        while ((await datacenter.GetAsync($"/admin/state?about={vm}"))["active_tasks"]!.AsArray().Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var record = new JsonObject
        {
            ["id"] = SampleCase.NewId(),
            ["vm_uuid"] = vm,
            ["target_vm_uuid"] = vm,
            ["source_server_uuid"] = SampleCase.Server,
            ["target_server_uuid"] = SampleCase.OtherServer,
            ["created_timestamp"] = "2026-01-01T00:00:00Z",
            ["phase"] = "sync",
            ["state"] = "paused",
            ["num_sync_phases"] = 1,
        };
        await datacenter.PostAsync($"/vmapi/migrations/{vm}/store", record);
        var before = (JsonObject)machine.DeepClone();
        (before["autoboot"], before["brand"], before["indestructible_zoneroot"], before["indestructible_delegated"]) = (true, "bhyve", true, true);
        var parameters = new JsonObject
        {
            ["vm_uuid"] = vm,
            ["server_uuid"] = SampleCase.Server,
            ["task"] = "migrate",
            ["vm"] = before,
            ["poll_seconds"] = 0.1,
            ["migrationTask"] = new JsonObject { ["action"] = "switch", ["record"] = record.DeepClone() },
        };
        return new SampleJob($"/migrate-{vm}", parameters, [vm, .. machine["nics"]!.AsArray().Select(nic => $"/{nic!["ip"]}\"")]);
    }

    private static async Task<Standing> StandingAsync(DatacenterFixture datacenter, SampleJob job)
    {
        var (source, target, vm, record) = await ReadAsync(datacenter, job);
        if ((string?)vm["state"] != "running" || (bool?)target["set-autoboot"] != true) return Standing.Neither;
        var hidden = ((bool?)source["set-do-not-inventory"], (bool?)target["set-do-not-inventory"]);
        return ((string?)vm["server_uuid"], (string?)record["state"], hidden) switch
        {
            (SampleCase.OtherServer, "successful", (true, false)) when (bool?)source["set-autoboot"] == false => Standing.Switched,
            (SampleCase.Server, not "successful", (false, true)) when (bool?)source["set-autoboot"] == true && (string?)record["phase"] == "sync" => Standing.Source,
            _ => Standing.Neither,
        };
    }

    private static async Task<string> DescribeAsync(DatacenterFixture datacenter, SampleJob job)
    {
        var (source, target, vm, record) = await ReadAsync(datacenter, job);
        return $"VMAPI's machine {vm.ToJsonString()}, the source's {source.ToJsonString()}, the target's {target.ToJsonString()}, record {record.ToJsonString()}.";
    }

    private static async Task<(JsonNode Source, JsonNode Target, JsonNode Vm, JsonNode Record)> ReadAsync(DatacenterFixture datacenter, SampleJob job)
    {
        var vm = job["vm_uuid"];
        return (await datacenter.GetAsync($"/cnapi/servers/{SampleCase.Server}/vms/{vm}"), await datacenter.GetAsync($"/cnapi/servers/{SampleCase.OtherServer}/vms/{vm}"),
            await datacenter.GetAsync($"/vmapi/vms/{vm}?sync=true"), await datacenter.GetAsync($"/vmapi/migrations/{vm}"));
    }
}
