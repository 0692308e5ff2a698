using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>Which module version a task is given, over HTTP, with the sample modules.</summary>
public sealed class ModuleVersionTests(SharedService shared)
{
    private const string GivenVersion = "return wf_current_versions[\"sdcClients\"].ver + \" \" + sdcClients.GetType().Assembly.GetName().Version!.ToString(3);";
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Jobs_AskingForTwoVersions_RunAtTheSameTimeOnTheirOwn()
    {
        var (left, right) = ("/together/" + Guid.NewGuid(), "/together/" + Guid.NewGuid());
        shared.Recorder.Hold(left);
        shared.Recorder.Hold(right);
        var older = await WorkflowAsync("9.0.2", Flow.Call(left) + GivenVersion);
        var newer = await WorkflowAsync("9.0.3", Flow.Call(right) + GivenVersion);

        var olderJob = _api.RunAsync(older);
        var newerJob = _api.RunAsync(newer);
        await shared.Recorder.SeenAsync(left);
        await shared.Recorder.SeenAsync(right); // both bodies are inside their call now
        shared.Recorder.Open(left);
        shared.Recorder.Open(right);

        Assert.Equal("9.0.2 9.0.2", Result(await olderJob));
        Assert.Equal("9.0.3 9.0.3", Result(await newerJob));
    }

    [Fact]
    public async Task Job_AskingForAnUninstalledVersion_IsGivenACompatibleNewerOne()
    {
        var workflow = await WorkflowAsync("9.0.1", "return job_versions[\"sdcClients\"].ver + \" \" + wf_current_versions[\"sdcClients\"].ver;");

        var job = await _api.RunAsync(workflow);

        Assert.Equal("9.0.1 9.1.0", Result(job));
        Assert.Equal("9.1.0", (string?)job["chain_results"]![0]!["modules"]!["sdcClients"]!["ver"]);
    }

    [Fact]
    public async Task Job_AskingForAnUnknownNewerVersion_GetsTheNewestAndTakesItsOldBranch()
    {
        var workflow = await WorkflowAsync(
            "11.0.0",
            """
            if (isVerGrtrThan("11.0.0", wf_current_versions["sdcClients"].ver))
            {
                return "old way on " + wf_current_versions["sdcClients"].ver;
            }
            return await sdcClients.Cnapi.ReserveTicketAsync("new way");
            """);

        Assert.Equal("old way on 10.0.0", Result(await _api.RunAsync(workflow)));
    }

    [Fact]
    public async Task Job_AskingForASha_RunsOnIt() =>
        Assert.StartsWith("ee86d6312", Result(await _api.RunAsync(await WorkflowAsync("ee86d6312", GivenVersion))), StringComparison.Ordinal);

    [Fact]
    public async Task Task_WithTwoVersionsOfOneModule_HasBoth()
    {
        var task = Flow.Task("both", "return older.GetType().Assembly.GetName().Version!.ToString(3) + \" \" + newer.GetType().Assembly.GetName().Version!.ToString(3);")
            .Needs("older", "sdc-clients", "9.0.2").Needs("newer", "sdc-clients", "10.0.0");

        Assert.Equal("9.0.2 10.0.0", Result(await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(task)))));
    }

    [Fact]
    public async Task Job_WithTwoTasksOnTwoVersions_GivesEachItsOwn()
    {
        var workflow = Flow.Of(
            Flow.Task("first", GivenVersion).Needs("sdcClients", "sdc-clients", "9.0.2"),
            Flow.Task("second", GivenVersion).Needs("sdcClients", "sdc-clients", "10.0.0"));

        var job = await _api.RunAsync(await _api.WorkflowAsync(workflow));

        Assert.Equal("9.0.2 9.0.2", (string?)job["chain_results"]![0]!["result"]);
        Assert.Equal("10.0.0 10.0.0", (string?)job["chain_results"]![1]!["result"]);
    }

    [Fact]
    public async Task Workflow_AskingForAVersionBeforeABreak_IsRefusedWithTheHelpfulMessage()
    {
        var module = Flow.UniqueName("clients");
        await PublishAsync(module, "10.0.0", from: "10.0.0");
        await BreakAsync(module);
        var task = Flow.Task("cnapi.wait_on_vm_ticket", "var x = 1;\n\nreturn await sdcClients.Cnapi.WaitTask(\"t\");").Needs("sdcClients", module, "9.1.0");

        var answer = await _api.PostAsync("/workflows", Flow.Of(task));

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Equal("module_compat_broken", answer.Code);
        Assert.Equal(
            $"Task 'cnapi.wait_on_vm_ticket' needs module '{module}' 9.1.0; this service has 10.0.0, which broke compatibility " +
            "(Cnapi.WaitTask was replaced by Cnapi.WaitTicketAsync; used on line 3). Install 9.1.0 beside it, or move the task to 10.0.0.",
            (string?)answer.Json["message"]);
        var error = answer.Json["errors"]![0]!;
        Assert.Equal("cnapi.wait_on_vm_ticket", (string?)error["task"]);
        Assert.Equal(0, (int?)error["task_index"]);
        Assert.Equal("sdcClients", (string?)error["alias"]);
        Assert.Equal("10.0.0", (string?)error["available"]);
        Assert.Equal("10.0.0", (string?)error["broken_by"]![0]!["ver"]);
        Assert.Equal(3, (int?)error["hits"]![0]!["line"]);
    }

    [Fact]
    public async Task Job_WhoseModuleBrokeAfterItsWorkflowWasAccepted_IsRefusedWithTheSameBodyWhenPosted()
    {
        var module = Flow.UniqueName("clients");
        await PublishAsync(module, "9.1.0", from: "9.1.0");
        var task = Flow.Task("only", "return await sdcClients.Cnapi.WaitTask(\"t\");").Needs("sdcClients", module, "9.1.0");
        var workflow = await _api.WorkflowAsync(Flow.Of(task));
        await PublishAsync(module, "10.0.0", from: "10.0.0");
        await BreakAsync(module);
        var retired = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/9.1.0");
        Assert.True(retired.Status == HttpStatusCode.OK, retired.ToString());

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.ToString());
        Assert.Equal("module_compat_broken", answer.Code);
        var error = answer.Json["errors"]![0]!;
        Assert.Equal(("only", "10.0.0", 1), ((string?)error["task"], (string?)error["available"], (int?)error["hits"]![0]!["line"]));
    }

    [Fact]
    public async Task Job_WhoseModuleWasRetiredAfterItsWorkflowWasAccepted_IsRefusedWhenPosted()
    {
        var module = Flow.UniqueName("clients");
        await PublishAsync(module, "9.1.0", from: "9.1.0");
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("only", "return 1;").Needs("sdcClients", module, "9.1.0")));
        var retired = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/9.1.0");
        Assert.True(retired.Status == HttpStatusCode.OK, retired.ToString());

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.ToString());
        Assert.Equal("module_version_unavailable", answer.Code);
        Assert.Equal("only", (string?)answer.Json["errors"]![0]!["task"]);
    }

    [Fact]
    public async Task Job_WhoseModuleWasRetiredBeforeItsStart_FailsWithoutStartingATask()
    {
        var module = Flow.UniqueName("clients");
        var path = "/never/" + Guid.NewGuid();
        await PublishAsync(module, "9.1.0", from: "9.1.0");
        var workflow = await _api.WorkflowAsync(Flow.Of(
            Flow.Task("first", Flow.Call(path)).Calls(), Flow.Task("second", "return 1;").Needs("sdcClients", module, "9.1.0")));
        var posted = await _api.PostAsync(
            "/jobs", new JsonObject { ["workflow"] = workflow, ["exec_after"] = TimeProvider.System.GetUtcNow().AddSeconds(3).ToString("O") });
        Assert.True(posted.Status == HttpStatusCode.Created, posted.ToString());
        var retired = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/9.1.0?force=true");
        Assert.Equal(1, (int?)retired.Json["pinned_jobs"]);

        var job = await _api.FinishedAsync((string)posted.Json["uuid"]!);

        Assert.True((string?)job["execution"] == "failed", job.ToJsonString());
        Assert.Equal("module_version_unavailable", (string?)job["error"]!["code"]);
        Assert.Empty(job["chain_results"]!.AsArray());
        Assert.Equal(0, shared.Recorder.Count(path));
    }

    // The module's table as its maintainers wrote it: 10.0.0 breaks.
    private async Task BreakAsync(string module)
    {
        var table = new JsonObject
        {
            ["module"] = module,
            ["history"] = new JsonArray(
                new JsonObject { ["ver"] = "9.0.3", ["breaks_bc"] = false },
                new JsonObject { ["ver"] = "9.1.0", ["breaks_bc"] = false },
                new JsonObject { ["ver"] = "10.0.0", ["breaks_bc"] = true, ["reason"] = "Cnapi.WaitTask was replaced by Cnapi.WaitTicketAsync" }),
        };
        var read = await _api.GetAsync($"/modules/{module}/compat");
        var saved = await _api.PutAsync($"/modules/{module}/compat?rewrite=true&reason=test", table, ("If-Match", read.Headers.ETag!.Tag));
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    private static string? Result(JsonNode job)
    {
        Assert.True((string?)job["execution"] == "succeeded", job.ToJsonString());
        return (string?)job["chain_results"]![0]!["result"];
    }

    private async Task PublishAsync(string module, string version, string from)
    {
        var answer = await _api.PublishAsync(module, version, SamplePackages.ReadAs("sdc-clients", from, module, version));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
    }

    private Task<string> WorkflowAsync(string version, string body) =>
        _api.WorkflowAsync(Flow.Of(Flow.Task("only", body).Calls().Needs("sdcClients", "sdc-clients", version)));
}
