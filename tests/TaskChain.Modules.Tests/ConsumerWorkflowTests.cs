using System.Text.Json.Nodes;
using TaskChain.Consumers.Releases;
using TaskChain.Contracts.Workflows;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>The consumers' workflows do their work: real module versions talk to the simulated datacenter.</summary>
public sealed class ConsumerWorkflowTests(DatacenterFixture datacenter) : IClassFixture<DatacenterFixture>
{
    private const string Server = "44454c4c-4200-1051-8050-000000000001";
    private const string BaseImage = "c02a2044-c1bd-11e4-bd8c-dfc1db8b0182";
    private const string WebImage = "1bd84670-055a-11e5-aaa2-0346bb21d5a1";
    private static readonly IReadOnlyList<ConsumerRelease> Releases = ReleaseLoader.LoadEmbedded();

    [Theory]
    [InlineData("start-7.0.8", "9.0.2.0")]
    [InlineData("start-7.2.0", "9.1.0.0")]
    public async Task Start_OfAStoppedVm_LeavesItRunningWithoutTicket(string workflow, string client)
    {
        var vm = await NewVmAsync("stopped");

        var run = await RunAsync(workflow, new JsonObject { ["vm_uuid"] = vm, ["server_uuid"] = Server, ["task"] = "start" });

        Assert.Equal("VM is running", run.Ends.Single(end => end.Task == "vmapi.put_vm").End);
        Assert.Equal("running", (string?)(await datacenter.GetAsync($"/vmapi/vms/{vm}?sync=true"))["state"]);
        var refresh = await datacenter.GetAsync($"/admin/requests?method=GET&path=/vmapi/vms/{vm}");
        Assert.Contains($"sdc-clients/{client}", refresh["items"]!.AsArray().Select(item => (string?)item!["user_agent"]));
    }

    [Theory]
    [InlineData("start-7.0.8")]
    [InlineData("start-7.2.0")]
    public async Task Start_OfARunningVm_FailsAndReleasesTheTicket(string workflow)
    {
        var vm = await NewVmAsync("running");

        var run = await RunAsync(workflow, new JsonObject { ["vm_uuid"] = vm, ["server_uuid"] = Server, ["task"] = "start" }, succeeds: false);

        Assert.StartsWith("failed: VM", run.Ends.Single(end => end.Task == "common.ensure_vm_state").End, StringComparison.Ordinal);
        Assert.Equal("Ticket has been released", run.Ends[^1].End);
    }

    [Theory]
    [InlineData("destroy-7.0.8")]
    [InlineData("destroy-7.2.0")]
    public async Task Destroy_OfAVm_RemovesItsNics(string workflow)
    {
        var vm = await NewVmAsync("running");

        await RunAsync(workflow, new JsonObject { ["vm_uuid"] = vm, ["server_uuid"] = Server, ["task"] = "destroy" });

        Assert.Equal("destroyed", (string?)(await datacenter.GetAsync($"/vmapi/vms/{vm}"))["state"]);
        Assert.Empty((await datacenter.GetAsync($"/napi/nics?belongs_to_uuid={vm}")).AsArray());
    }

    [Theory]
    [InlineData("server-reboot-1.1.0", "44454c4c-4200-1051-8050-000000000002")]
    [InlineData("server-reboot-1.2.0", "44454c4c-4200-1051-8050-000000000003")]
    public async Task ServerReboot_WithATaskUnderWay_WaitsForIt(string workflow, string server)
    {
        var vm = await NewVmAsync("stopped", server);
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = $"/vms/{vm}/start", ["task_seconds"] = 1.2 });
        await datacenter.PostAsync($"/cnapi/servers/{server}/vms/{vm}/start", new JsonObject());

        await RunAsync(workflow, new JsonObject { ["server_uuid"] = server });

        Assert.Equal("running", (string?)(await datacenter.GetAsync($"/vmapi/vms/{vm}?sync=true"))["state"]);
    }

    [Theory]
    [InlineData("import-remote-image-7.0.7")]
    [InlineData("import-remote-image-7.1.0")]
    public async Task ImportRemoteImage_WhenItsFileCannotBeAdded_DeletesWhatItImported(string workflow)
    {
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = $"/imgapi/images/{WebImage}/file", ["status"] = 500, ["times"] = 2 });

        var run = await RunAsync(workflow, Import(), succeeds: false);
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = "nothing" });

        Assert.Contains(run.Ends, end => end.End == "1 origin images have been deleted");
        Assert.Equal(404, await datacenter.StatusAsync($"/imgapi/images/{WebImage}"));
        Assert.Equal(404, await datacenter.StatusAsync($"/imgapi/images/{BaseImage}"));
    }

    [Theory]
    [InlineData("pull-image-v2-1.0.0", "library/nginx", 3)]
    [InlineData("pull-image-v2-2.0.0", "library/redis", 5)]
    public async Task PullImage_OfTheRegistry_ReportsEveryLayer(string workflow, string name, int layers)
    {
        var before = (await datacenter.GetAsync("/docker/progress")).AsArray().Count;

        await RunAsync(workflow, new JsonObject { ["name"] = name, ["tag"] = "latest" });

        Assert.Equal(before + layers, (await datacenter.GetAsync("/docker/progress")).AsArray().Count);
    }

    [Theory]
    [InlineData("fleet-report-1.0.0")]
    [InlineData("fleet-report-2.0.0")]
    public async Task FleetReport_OfAServiceWithAllModules_Succeeds(string workflow) =>
        await RunAsync(workflow, new JsonObject { ["server_uuid"] = Server });

    private static JsonObject Import() => new() { ["image_uuid"] = WebImage, ["source"] = "http://images.example", ["origins"] = new JsonArray(BaseImage) };

    private async Task<string> NewVmAsync(string state, string server = Server) =>
        (string)(await datacenter.PostAsync("/vmapi/vms", new JsonObject { ["state"] = state, ["server_uuid"] = server }))["uuid"]!;

    private async Task<WorkflowRun> RunAsync(string name, JsonObject parameters, bool succeeds = true)
    {
        WorkflowDocument workflow = Releases.SelectMany(release => release.Workflows.Values).Single(workflow => workflow.Name == name);
        var run = new WorkflowRun(datacenter.Config, parameters);

        var succeeded = await run.RunAsync(workflow);

        Assert.True(succeeded == succeeds, string.Join("\n", run.Ends));
        return run;
    }
}
