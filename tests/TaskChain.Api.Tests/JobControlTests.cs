using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>Cancel, pause, resume, delete.</summary>
public sealed class JobControlTests(SharedService shared)
{
    private static readonly JsonObject Later = new() { ["exec_after"] = "2999-01-01T00:00:00Z" };
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Cancel_QueuedJob_IsCanceledAtOnceAndStaysSo()
    {
        var job = await _api.JobAsync(await WorkflowAsync(), (JsonObject)Later.DeepClone());

        var canceled = await _api.PostAsync($"/jobs/{job}/cancel", new JsonObject());
        var again = await _api.PostAsync($"/jobs/{job}/cancel");

        Assert.True(canceled.Status == HttpStatusCode.OK, canceled.ToString());
        Assert.Equal(("canceled", job, job), ((string?)canceled.Json["execution"], (string?)canceled.Json["uuid"], canceled.Header("request-id")));
        Assert.Equal((HttpStatusCode.OK, "canceled"), (again.Status, (string?)again.Json["execution"]));
        Assert.Equal("canceled", (string?)(await _api.GetAsync($"/jobs/{job}")).Json["execution"]);
    }

    [Fact]
    public async Task Cancel_RunningJob_StopsItsBodyAndRunsOncancel()
    {
        var path = "/cancel/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var flow = Flow.Of(Flow.Task("held", Flow.Call(path)).Calls());
        flow["oncancel"] = new JsonArray(Flow.Task("tidy", "return \"tidied\";"));
        var job = await _api.JobAsync(await _api.WorkflowAsync(flow));
        await shared.Recorder.SeenAsync(path);

        var canceled = await _api.PostAsync($"/jobs/{job}/cancel", new JsonObject());
        var ended = await _api.FinishedAsync(job);
        shared.Recorder.Open(path);

        Assert.Equal((HttpStatusCode.OK, "canceled"), (canceled.Status, (string?)canceled.Json["execution"]));
        Assert.Equal("canceled", (string?)ended["execution"]);
        Assert.Equal("cancel", (string?)ended["chain_results"]![0]!["error"]);
        Assert.Equal("tidied", (string?)ended["oncancel_results"]![0]!["result"]);
    }

    [Fact]
    public async Task Cancel_WithWait_AnswersWhenItHasEnded()
    {
        var path = "/cancel/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call(path)).Calls())));
        await shared.Recorder.SeenAsync(path);

        var canceled = await _api.PostAsync($"/jobs/{job}/cancel", ("Prefer", "wait=60"));
        shared.Recorder.Open(path);

        Assert.Equal("wait=60", canceled.Header("preference-applied"));
        Assert.Equal("canceled", (string?)canceled.Json["execution"]);
        Assert.Null(canceled.Json["cancel_requested"]);
        Assert.NotNull(canceled.Json["finished_at"]);
    }

    [Fact]
    public async Task CancelAndPause_FinishedJob_IsAConflict()
    {
        var job = (string)(await _api.RunAsync(await WorkflowAsync()))["uuid"]!;

        var canceled = await _api.PostAsync($"/jobs/{job}/cancel");
        var paused = await _api.PostAsync($"/jobs/{job}/pause");

        Assert.Equal((HttpStatusCode.Conflict, "ConflictError", "Finished jobs cannot be canceled"), (canceled.Status, canceled.Code, canceled.Message));
        Assert.Equal((HttpStatusCode.Conflict, "ConflictError"), (paused.Status, paused.Code));
    }

    [Fact]
    public async Task Pause_HoldsAJobUntilItIsResumed()
    {
        var path = "/pause/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("first", Flow.Call(path)).Calls(), Flow.Task("second", "return 2;"))));
        await shared.Recorder.SeenAsync(path);

        var paused = await _api.PostAsync($"/jobs/{job}/pause", new JsonObject());
        shared.Recorder.Open(path);
        await _api.BecomesAsync(job, "queued");
        var held = (await _api.GetAsync($"/jobs/{job}")).Json;
        var resumed = await _api.PostAsync($"/jobs/{job}/resume");
        var ended = await _api.FinishedAsync(job);

        Assert.True(paused.Status == HttpStatusCode.OK, paused.ToString());
        Assert.True((bool?)paused.Json["paused"]);
        Assert.Single(held["chain_results"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, resumed.Status);
        Assert.Null(resumed.Json["paused"]);
        Assert.Equal(("succeeded", 2), ((string?)ended["execution"], ended["chain_results"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    public async Task Resume_WithNoObject_IsRefusedAndTheJobWaitsOn(string body)
    {
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();"))));
        await _api.BecomesAsync(job, "waiting");

        var refused = await _api.SendAsync(HttpMethod.Post, $"/jobs/{job}/resume", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.True(refused.Status == HttpStatusCode.UnprocessableEntity, refused.ToString());
        Assert.Equal("waiting", (string?)(await _api.GetAsync($"/jobs/{job}")).Json["execution"]);
        await _api.PostAsync($"/jobs/{job}/cancel");
    }

    [Fact]
    public async Task Resume_ByQueryParameter_GivesTheResult()
    {
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();"), Flow.Task("next", "return job.Results[0];"))));
        await _api.BecomesAsync(job, "waiting");

        var resumed = await _api.PostAsync($"/jobs/{job}/resume?result=from-the-query");
        var ended = await _api.FinishedAsync(job);

        Assert.Equal(HttpStatusCode.OK, resumed.Status);
        Assert.Equal("from-the-query", (string?)ended["chain_results"]![1]!["result"]);
    }

    [Fact]
    public async Task Resume_WithAnError_FailsTheJob()
    {
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();"))));
        await _api.BecomesAsync(job, "waiting");

        await _api.PostAsync($"/jobs/{job}/resume", new JsonObject { ["error"] = "it broke" });
        var ended = await _api.FinishedAsync(job);

        Assert.Equal("failed", (string?)ended["execution"]);
        Assert.Contains("it broke", ended["chain_results"]![0]!["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithAnErrorObject_KeepsItsNameAndCode()
    {
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();"))));
        await _api.BecomesAsync(job, "waiting");

        var error = new JsonObject { ["name"] = "VmGone", ["message"] = "it broke", ["code"] = "vm_gone" };
        await _api.PostAsync($"/jobs/{job}/resume", new JsonObject { ["error"] = error });
        var entry = (await _api.FinishedAsync(job))["chain_results"]![0]!["error"]!;

        Assert.Equal(("VmGone", "it broke", "vm_gone"), ((string?)entry["name"], (string?)entry["message"], (string?)entry["code"]));
    }

    [Fact]
    public async Task Delete_FinishedJob_IsGoneWithItsOutput()
    {
        var workflow = await WorkflowAsync();
        var job = (string)(await _api.RunAsync(workflow))["uuid"]!;
        var live = await _api.JobAsync(workflow, (JsonObject)Later.DeepClone());

        var deleted = await _api.PostAsync($"/jobs/{job}/delete");
        var refused = await _api.PostAsync($"/jobs/{live}/delete");

        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Text));
        Assert.Equal((HttpStatusCode.Conflict, "ConflictError"), (refused.Status, refused.Code));
        foreach (var path in (string[])[$"/jobs/{job}", $"/jobs/{job}/info", $"/jobs/{job}/output", $"/jobs/{job}/events"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync(path)).Status);
        }
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("delete")]
    [InlineData("clone")]
    public async Task UnknownJob_IsNotFound(string what)
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            var answer = await _api.PostAsync($"/jobs/{id}/{what}", new JsonObject());

            Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (answer.Status, answer.Code));
            Assert.Equal($"Job with uuid '{id}' does not exist", answer.Message);
        }
    }

    private Task<string> WorkflowAsync() => _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
}
