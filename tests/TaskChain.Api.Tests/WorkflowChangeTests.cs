using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>PUT, DELETE, filters, pause and keys of workflows.</summary>
public sealed class WorkflowChangeTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Put_ChangesNewJobsAndLeavesOldOnesAlone()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var uuid = await _api.WorkflowAsync(flow);
        var before = await _api.JobAsync(uuid, new JsonObject { ["exec_after"] = "2999-01-01T00:00:00Z" });
        var changed = new JsonObject { ["name"] = (string)flow["name"]!, ["chain"] = new JsonArray(Flow.Task("one", "return 10;"), Flow.Task("two", "return 20;")) };

        var answer = await _api.PutAsync($"/workflows/{uuid}", changed);
        var after = await _api.RunAsync(uuid);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal((uuid, uuid), ((string?)answer.Json["uuid"], answer.Header("request-id")));
        Assert.Equal(2, answer.Json["chain"]!.AsArray().Count);
        Assert.Equal(2, (await _api.GetAsync($"/workflows/{uuid}")).Json["chain"]!.AsArray().Count);
        Assert.Equal(2, after["chain_results"]!.AsArray().Count);
        Assert.Single((await _api.GetAsync($"/jobs/{before}")).Json["chain"]!.AsArray());
    }

    [Fact]
    public async Task Put_Unknown_IsNotFound()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            var answer = await _api.PutAsync($"/workflows/{id}", Flow.Of(Flow.Task("one", "return 1;")));

            Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (answer.Status, answer.Code));
            Assert.Equal("Workflow does not exist. Cannot Update.", answer.Message);
        }
    }

    [Fact]
    public async Task Put_WithoutBodyOrWithATakenName_IsAConflict()
    {
        var other = Flow.Of(Flow.Task("one", "return 1;"));
        await _api.WorkflowAsync(other);
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));

        var bodiless = await _api.PutAsync($"/workflows/{uuid}", new JsonObject { ["name"] = Flow.UniqueName(), ["chain"] = new JsonArray(new JsonObject { ["name"] = "x" }) });
        var taken = await _api.PutAsync($"/workflows/{uuid}", other);

        Assert.Equal((HttpStatusCode.Conflict, "ConflictError"), (bodiless.Status, bodiless.Code));
        Assert.Contains("Task body is required", bodiless.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "InvalidArgument"), (taken.Status, taken.Code));
        Assert.Contains("Workflow.name", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_OfABrokenBody_ListsProblemsAndChangesNothing()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var uuid = await _api.WorkflowAsync(flow);

        var answer = await _api.PutAsync($"/workflows/{uuid}", new JsonObject { ["name"] = (string)flow["name"]!, ["chain"] = new JsonArray(Flow.Task("one", "return 1 +;")) });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "script_invalid"), (answer.Status, answer.Code));
        Assert.Equal("return 1;", (string?)(await _api.GetAsync($"/workflows/{uuid}")).Json["chain"]![0]!["body"]);
    }

    [Fact]
    public async Task Delete_RemovesTheWorkflowAndKeepsItsJobs()
    {
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var job = (string)(await _api.RunAsync(uuid))["uuid"]!;

        var deleted = await _api.DeleteAsync($"/workflows/{uuid}");
        var again = await _api.DeleteAsync($"/workflows/{uuid}");
        var post = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = uuid });

        Assert.Equal((HttpStatusCode.NoContent, "", null), (deleted.Status, deleted.Text, deleted.MediaType));
        Assert.Equal(uuid, deleted.Header("request-id"));
        Assert.Equal((HttpStatusCode.NotFound, $"Workflow with uuid '{uuid}' does not exist"), (again.Status, again.Message));
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"/workflows/{uuid}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, post.Status);
        Assert.Equal("succeeded", (string?)(await _api.GetAsync($"/jobs/{job}")).Json["execution"]);
    }

    [Fact]
    public async Task Delete_OfAPausedWorkflow_IsRefusedUntilItIsResumed()
    {
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        await _api.PostAsync($"/workflows/{uuid}/pause", new JsonObject());

        var refused = await _api.DeleteAsync($"/workflows/{uuid}");
        await _api.PostAsync($"/workflows/{uuid}/resume", new JsonObject());

        Assert.Equal((HttpStatusCode.Conflict, "InvalidArgument"), (refused.Status, refused.Code));
        Assert.Contains("Resume it before it is deleted.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _api.DeleteAsync($"/workflows/{uuid}")).Status);
    }

    [Fact]
    public async Task List_ByAnyMember_FindsEqualOnes()
    {
        var mark = Guid.NewGuid().ToString();
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")).With("x_mark", mark).With("x_size", 3));
        await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")).With("x_mark", mark).With("x_size", 4));

        Assert.Equal(2, (await _api.GetAsync($"/workflows?x_mark={mark}")).Json.AsArray().Count);
        Assert.Equal(uuid, (string?)Assert.Single((await _api.GetAsync($"/workflows?x_mark={mark}&x_size=3")).Json.AsArray())!["uuid"]);
        Assert.Equal("[]", (await _api.GetAsync($"/workflows?x_mark={mark}&x_other=1")).Text);
        Assert.Equal("[]", (await _api.GetAsync("/workflows?name=no-such-name")).Text);
    }

    [Fact]
    public async Task Get_OfAnyOtherText_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/workflows/workflow-check")).Status);

    [Fact]
    public async Task Paused_HoldsItsJobsUntilItIsResumed()
    {
        var uuid = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));

        var paused = await _api.PostAsync($"/workflows/{uuid}/pause");
        var job = await _api.JobAsync(uuid);
        var held = await _api.SendAsync(HttpMethod.Get, $"/jobs/{job}", null, ("Prefer", "wait=1"));
        var shown = await _api.GetAsync($"/workflows/{uuid}");
        var resumed = await _api.PostAsync($"/workflows/{uuid}/resume");
        var ended = await _api.FinishedAsync(job);

        Assert.True(paused.Status == HttpStatusCode.OK, paused.ToString());
        Assert.True((bool?)paused.Json["paused"]);
        Assert.True((bool?)shown.Json["paused"]);
        Assert.Equal(("queued", true), ((string?)held.Json["execution"], (bool?)held.Json["paused"]));
        Assert.Null(resumed.Json["paused"]);
        Assert.Equal("succeeded", (string?)ended["execution"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.PostAsync("/workflows/nope/pause")).Status);
    }

    [Fact]
    public async Task Post_UnderAKey_IsStoredOnce()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var key = ("Idempotency-Key", $"\"{Guid.NewGuid()}\"");

        var first = await _api.PostAsync("/workflows", flow, key);
        var again = await _api.PostAsync("/workflows", flow, key);
        var other = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("one", "return 2;")), key);

        Assert.True(first.Status == HttpStatusCode.Created, first.ToString());
        Assert.Null(first.Header("idempotency-replayed"));
        Assert.Equal((HttpStatusCode.Created, "true"), (again.Status, again.Header("idempotency-replayed")));
        Assert.Equal((first.Header("location"), (string?)first.Json["uuid"]), (again.Header("location"), (string?)again.Json["uuid"]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Code));
    }
}
