using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N1 to N10: workflows over REST.</summary>
public sealed class WorkflowContractTests(SharedService shared)
{
    private const string Unknown = "/workflows/5d0b1f6e-0000-4000-8000-000000000000";

    private readonly Support.Api _api = shared.Api;

    [Theory]
    [InlineData("/workflows?name=nobody-has-this-name")]
    [InlineData("/jobs?name=nobody-has-this-name")]
    public async Task N1_EmptyList_IsAnEmptyArray(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("[]", answer.Text);
    }

    [Fact]
    public async Task N2_Post_AnswersIdsChainsSumsAndLocation()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        flow["onerror"] = new JsonArray(Flow.Task("tidy", "return 2;"));
        flow["oncancel"] = new JsonArray(Flow.Task("undo", "return 3;"));

        var answer = await _api.PostAsync("/workflows", flow);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        var uuid = (string)answer.Json["uuid"]!;
        Assert.True(Guid.TryParse(uuid, out _));
        Assert.Equal($"/workflows/{uuid}", answer.Headers.Location!.ToString());
        Assert.Equal(uuid, answer.Headers.GetValues("request-id").Single());
        foreach (var list in (string[])["chain", "onerror", "oncancel"])
        {
            Assert.Single(answer.Json[list]!.AsArray());
            Assert.Matches("^[0-9a-f]{32}$", (string?)answer.Json[list + "_md5"]);
        }

        Assert.Equal(3600, (int?)answer.Json["timeout"]);
        Assert.Equal(10, (int?)answer.Json["max_attempts"]);
    }

    [Fact]
    public async Task N3_ParametersThatTheServiceDoesNotKnow_AreKept()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;").With("colour", "red")).With("meta", new JsonObject { ["team"] = "blue" });

        var uuid = await _api.WorkflowAsync(flow);
        var stored = (await _api.GetAsync($"/workflows/{uuid}")).Json;

        Assert.Equal("{\"team\":\"blue\"}", stored["meta"]!.ToJsonString());
        Assert.Equal("red", (string?)stored["chain"]![0]!["colour"]);
    }

    [Fact]
    public async Task N4_DuplicateName_IsRefusedAndTheCallersRequestIdEchoed()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        await _api.WorkflowAsync(flow);

        var answer = await _api.PostAsync("/workflows", flow, ("request-id", "mine-4711"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("InvalidArgument", answer.Code);
        Assert.Contains("Workflow.name", (string?)answer.Json["message"], StringComparison.Ordinal);
        Assert.Equal("mine-4711", answer.Headers.GetValues("request-id").Single());
        Assert.Equal("mine-4711", answer.Headers.GetValues("x-request-id").Single());
    }

    [Fact]
    public async Task N5_TaskWithoutBody_IsRefusedByPostAndPut()
    {
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var flow = Flow.Of(new JsonObject { ["name"] = "bodiless" });

        foreach (var answer in new[] { await _api.PostAsync("/workflows", flow), await _api.PutAsync($"/workflows/{uuid}", flow) })
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Equal("ConflictError", answer.Code);
            Assert.Contains("Task body is required", (string?)answer.Json["message"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task N6_SearchByName_FindsOneOrNone()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var uuid = await _api.WorkflowAsync(flow);

        var one = (await _api.GetAsync($"/workflows?name={flow["name"]}")).Json.AsArray();
        var none = (await _api.GetAsync($"/workflows?name={flow["name"]}x")).Json.AsArray();

        Assert.Equal(uuid, (string?)Assert.Single(one)!["uuid"]);
        Assert.Single(one[0]!["chain"]!.AsArray());
        Assert.Empty(none);
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData("/workflows/workflow-check")]
    public async Task N7_UnknownWorkflow_IsNotFound(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("ResourceNotFound", answer.Code);
        Assert.Equal($"Workflow with uuid '{path.Split('/')[^1]}' does not exist", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task N8_Put_ReplacesTheWorkflowForJobsToCome()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var uuid = await _api.WorkflowAsync(flow);
        var before = await _api.RunAsync(uuid);
        flow["chain"] = new JsonArray(Flow.Task("one", "return 1;"), Flow.Task("two", "return 2;"));

        var put = await _api.PutAsync($"/workflows/{uuid}", flow);
        var unknown = await _api.PutAsync(Unknown, flow);

        Assert.True(put.Status == HttpStatusCode.OK, put.ToString());
        Assert.Equal(uuid, (string?)put.Json["uuid"]);
        Assert.Equal(2, (await _api.GetAsync($"/workflows/{uuid}")).Json["chain"]!.AsArray().Count);
        Assert.Equal(2, (await _api.RunAsync(uuid))["chain_results"]!.AsArray().Count);
        Assert.Single((await _api.GetAsync($"/jobs/{before["uuid"]}")).Json["chain"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal("ResourceNotFound", unknown.Code);
        Assert.Equal("Workflow does not exist. Cannot Update.", (string?)unknown.Json["message"]);
    }

    [Fact]
    public async Task N9_Delete_RemovesTheWorkflow()
    {
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));

        var deleted = await _api.SendAsync(HttpMethod.Delete, $"/workflows/{uuid}");
        var again = await _api.SendAsync(HttpMethod.Delete, $"/workflows/{uuid}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal("", deleted.Text);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"/workflows/{uuid}")).Status);
    }

    [Fact]
    public async Task N10_TasksGetIds_AndWhatTheWorkflowHasGoesToItsJobs()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"), Flow.Task("two", "return 2;")).With("meta", "kept");
        flow["onError"] = new JsonArray(Flow.Task("tidy", "return 3;"));

        var stored = (await _api.PostAsync("/workflows", flow)).Json;
        var job = await _api.RunAsync((string)stored["uuid"]!);

        Assert.Equal(2, stored["chain"]!.AsArray().Select(task => Guid.Parse((string)task!["uuid"]!)).Distinct().Count());
        Assert.Equal(stored["chain"]!.ToJsonString(), job["chain"]!.ToJsonString());
        Assert.Equal("kept", (string?)job["meta"]);
        Assert.Single(job["onerror"]!.AsArray());
    }
}
