using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

public sealed class WorkflowTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Post_SoundWorkflow_IsAnsweredAsPostedWithUuids()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;").With("x_note", "kept"));

        var answer = await _api.PostAsync("/workflows", flow);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        var uuid = (string)answer.Json["uuid"]!;
        Assert.Equal($"/workflows/{uuid}", answer.Headers.Location!.ToString());
        Assert.Equal("kept", (string?)answer.Json["chain"]![0]!["x_note"]);
        Assert.NotNull((string?)answer.Json["chain"]![0]!["uuid"]);
        var read = await _api.GetAsync($"/workflows/{uuid}");
        Assert.Equal(answer.Json["chain"]!.ToJsonString(), read.Json["chain"]!.ToJsonString());
    }

    [Fact]
    public async Task Post_ThreeProblems_AreAnsweredTogetherAndNothingIsStored()
    {
        var flow = Flow.Of(
            Flow.Task("one", "return 1;").Needs("nope", "sdc-cleints", "9.0.2"),
            Flow.Task("two", "return 2;").Needs("sdcClients", "sdc-clients", "nine"),
            Flow.Task("three", "return 1 +;"));

        var answer = await _api.PostAsync("/workflows", flow);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
        Assert.Equal("workflow_invalid", answer.Code);
        var errors = answer.Json["errors"]!.AsArray();
        var unknown = Assert.Single(errors, e => (string?)e!["code"] == "module_not_found")!;
        Assert.Equal("one", (string?)unknown["task"]);
        Assert.Contains("sdc-clients", (string?)unknown["message"], StringComparison.Ordinal);
        var version = Assert.Single(errors, e => (string?)e!["code"] == "module_version_invalid")!;
        Assert.Equal("two", (string?)version["task"]);
        var script = Assert.Single(errors, e => (string?)e!["code"] == "script_invalid")!;
        Assert.Equal("three", (string?)script["task"]);
        Assert.Equal(1, (int?)script["line"]);
        Assert.Equal("/chain/2/body", (string?)script["pointer"]);
        Assert.Equal("[]", (await _api.GetAsync($"/workflows?name={flow["name"]}")).Text);
    }

    [Fact]
    public async Task Post_TakenName_IsAConflict()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        await _api.WorkflowAsync(flow);

        var again = await _api.PostAsync("/workflows", flow);

        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("InvalidArgument", again.Code);
        Assert.Contains("Workflow.name", (string?)again.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SameNameAtOnce_StoresOne()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _api.PostAsync("/workflows", flow)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Code == "InvalidArgument"));
    }

    [Fact]
    public async Task Post_TaskWithoutBody_IsNodeWorkflowsConflict()
    {
        var answer = await _api.PostAsync("/workflows", new JsonObject { ["name"] = Flow.UniqueName(), ["chain"] = new JsonArray(new JsonObject { ["name"] = "x" }) });

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.ToString());
        Assert.Equal("ConflictError", answer.Code);
        Assert.Contains("Task body is required", (string?)answer.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownWorkflow_IsNotFound()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            var answer = await _api.GetAsync($"/workflows/{id}");

            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal("ResourceNotFound", answer.Code);
            Assert.Equal($"Workflow with uuid '{id}' does not exist", (string?)answer.Json["message"]);
        }
    }

    [Fact]
    public async Task List_ByName_FindsOne()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var uuid = await _api.WorkflowAsync(flow);

        var found = await _api.GetAsync($"/workflows?name={flow["name"]}");

        Assert.Equal(uuid, (string?)Assert.Single(found.Json.AsArray())!["uuid"]);
    }

    [Fact]
    public async Task Post_DeprecatedModule_WarnsWithWhatToUse()
    {
        var module = Flow.UniqueName("async");
        var published = await _api.PublishAsync(module, "1.5.2", SamplePackages.ReadAs("async", "1.5.2", module, "1.5.2"));
        Assert.True(published.Status == HttpStatusCode.Created, published.ToString());

        var answer = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("one", "return 1;").Needs("old", module, "1.5.2")));

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        var warning = Assert.Single(answer.Json["warnings"]!.AsArray())!;
        Assert.Equal(("module_deprecated", module), ((string?)warning["code"], (string?)warning["module"]));
        Assert.Contains("'vasync'", (string?)warning["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_MisspeltMember_Warns()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;").With("modules_pls", new JsonObject()));

        var answer = await _api.PostAsync("/workflows", flow);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        Assert.Contains("modules_plus", answer.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
