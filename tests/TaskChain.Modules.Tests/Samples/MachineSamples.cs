using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>VMAPI's samples: a machine is started, stopped, rebooted, killed, destroyed or provisioned.</summary>
internal static class MachineSamples
{
    private const string Owner = "930896af-bf8c-48d4-885c-6573a94b1853";
    private const string Image = "70e3ae72-96b6-11e6-9056-9737fd4d0764";

    public static IEnumerable<SampleCase> All =>
        [Simple("start", "stopped", "running"), Simple("stop", "running", "stopped"), Simple("reboot", "running", "running"), Simple("kill", "running", "stopped"), Destroy, Provision];

    private static SampleCase Destroy { get; } = new("destroy-7.3.0")
    {
        Prepare = async datacenter =>
        {
            var (vm, fabric) = (SampleCase.NewId(), SampleCase.NewId());
            var machine = await datacenter.PostAsync("/vmapi/vms", new JsonObject
            {
                ["uuid"] = vm,
                ["state"] = "running",
                ["server_uuid"] = SampleCase.Server,
                ["docker"] = true,
                ["fabric_network"] = fabric,
            });
            await MakeNatZoneAsync(datacenter, fabric);
            var volume = await datacenter.PostAsync("/volapi/volumes", new JsonObject { ["name"] = "data-" + vm, ["owner_uuid"] = Owner });
            await datacenter.PostAsync($"/volapi/volumes/{volume["uuid"]}/addreference", new JsonObject { ["vm_uuid"] = vm });
            var parameters = Params(vm, "destroy");
            parameters["currentVm"] = machine.DeepClone();
            parameters["fabric"] = fabric;
            return new SampleJob($"/destroy-{vm}", parameters, [vm, fabric]);
        },
        Wrong = async (datacenter, job) =>
        {
            var vm = await datacenter.GetAsync($"/vmapi/vms/{job["vm_uuid"]}?sync=true");
            var volumes = await datacenter.GetAsync($"/volapi/volumes?refs={job["vm_uuid"]}");
            var network = await datacenter.GetAsync($"/napi/networks/{job["fabric"]}");
            return SampleCase.Differs("The machine", "destroyed", vm["state"])
                ?? SampleCase.Differs("The number of its NICs", 0, vm["nics"]!.AsArray().Count)
                ?? SampleCase.Differs("The number of its volumes", 0, volumes.AsArray().Count)
                ?? SampleCase.Differs("Its fabric's NAT zone", "false", network["gateway_provisioned"]);
        },
        LeftUntilPostedAgain = ["orphaned_nics"],
    };

    private static SampleCase Provision { get; } = new("provision-7.3.0")
    {
        Prepare = async datacenter =>
        {
            var (vm, fabric) = (SampleCase.NewId(), SampleCase.NewId());
            return new SampleJob($"/provision-{vm}", await AnnounceAsync(datacenter, vm, fabric), [vm, fabric]);
        },
        PrepareAgain = (datacenter, job) => AnnounceAsync(datacenter, job["vm_uuid"], (string)job.Params["fabric_networks"]![0]!),
        Wrong = async (datacenter, job) =>
        {
            var vm = await datacenter.GetAsync($"/vmapi/vms/{job["vm_uuid"]}?sync=true");
            var volumes = await datacenter.GetAsync($"/volapi/volumes?refs={job["vm_uuid"]}");
            var network = await datacenter.GetAsync($"/napi/networks/{job.Params["fabric_networks"]![0]}");
            return SampleCase.Differs("The machine", "running", vm["state"])
                ?? SampleCase.Differs("The number of its NICs", 3, vm["nics"]!.AsArray().Count)
                ?? SampleCase.Differs("The number of its volumes", 1, volumes.AsArray().Count)
                ?? SampleCase.Differs("Its fabric's NAT zone", "true", network["gateway_provisioned"]);
        },
        HalfMade = async (datacenter, job) =>
        {
            // Either it is there, whole, or it is not there at all.
            var vm = await datacenter.GetAsync($"/vmapi/vms/{job["vm_uuid"]}?sync=true");
            var nics = vm["nics"]!.AsArray().Count;
            return (string?)vm["state"] is "running" && nics == 3 || (string?)vm["state"] is "failed" && nics == 0 ? null : $"The machine is {vm["state"]} with {nics} NICs.";
        },
    };

    private static SampleCase Simple(string task, string before, string after) => new($"{task}-7.3.0")
    {
        Prepare = async datacenter =>
        {
            var vm = SampleCase.NewId();
            await datacenter.PostAsync("/vmapi/vms", new JsonObject { ["uuid"] = vm, ["state"] = before, ["server_uuid"] = SampleCase.Server });
            return new SampleJob($"/{task}-{vm}", Params(vm, task), [vm]);
        },
        PrepareAgain = (_, job) =>
        {
            // The machine may have reached its new state before the job failed.
            var parameters = (JsonObject)job.Params.DeepClone();
            parameters["idempotent"] = true;
            return Task.FromResult(parameters);
        },
        Wrong = async (datacenter, job) =>
        {
            var vm = await datacenter.GetAsync($"/vmapi/vms/{job["vm_uuid"]}");
            var actual = await datacenter.GetAsync($"/cnapi/servers/{SampleCase.Server}/vms/{job["vm_uuid"]}");
            return SampleCase.Differs("VMAPI's machine", after, vm["state"]) ?? SampleCase.Differs("The server's machine", after, actual["state"]);
        },
    };

    private static JsonObject Params(string vm, string task) => new() { ["vm_uuid"] = vm, ["server_uuid"] = SampleCase.Server, ["task"] = task };

    // What VMAPI does before it posts the job: it remembers the machine, reserves its NICs and gets in line on the server.
    private static async Task<JsonObject> AnnounceAsync(DatacenterFixture datacenter, string vm, string fabric)
    {
        await datacenter.PostAsync("/vmapi/vms", new JsonObject { ["uuid"] = vm, ["state"] = "provisioning", ["server_uuid"] = SampleCase.Server, ["fabric_network"] = fabric });
        var ticket = await datacenter.PostAsync(
            $"/cnapi/servers/{SampleCase.Server}/tickets", new JsonObject { ["scope"] = "vm", ["id"] = vm, ["action"] = "provision" });
        var parameters = Params(vm, "provision");
        parameters["owner_uuid"] = Owner;
        parameters["brand"] = "joyent";
        parameters["image_uuid"] = Image;
        parameters["image"] = new JsonObject { ["uuid"] = Image, ["generate_passwords"] = true, ["users"] = new JsonArray(new JsonObject { ["name"] = "root" }) };
        parameters["vm_ticket"] = ticket["uuid"]!.DeepClone();
        parameters["fabric_networks"] = new JsonArray(fabric);
        parameters["volumes"] = new JsonArray(new JsonObject { ["name"] = "data-" + vm, ["mountpoint"] = "/data" });
        return parameters;
    }

    private static async Task MakeNatZoneAsync(DatacenterFixture datacenter, string fabric)
    {
        await datacenter.PostAsync("/sapi/instances", new JsonObject { ["service"] = "nat", ["alias"] = "nat-" + fabric, ["network_uuid"] = fabric });
        while ((bool)(await datacenter.GetAsync($"/napi/networks/{fabric}"))["gateway_provisioned"]! == false)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
