using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N42 to N51: what a job comes to.</summary>
public sealed class JobContractTests(SharedService shared)
{
    private const string Endless = "await Task.Delay(Timeout.Infinite, cancellation);";

    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task N42_JobWhoseTasksEndWell_Succeeded()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("only", "return \"done\";")));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("done", (string?)Assert.Single(Results(job))!["result"]);
        Assert.Null(job["runner_id"]);
    }

    [Fact]
    public async Task N43_FailedJob_KeepsErrorAndTaskName()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("fine", "return 1;"), Flow.Task("fails", "throw new Exception(\"no luck\");"), Flow.Task("never", "return 1;")));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal(2, Results(job).Count);
        Assert.Equal("fails", (string?)Results(job)[1]!["name"]);
        Assert.Equal("no luck", (string?)Results(job)[1]!["error"]!["message"]);
    }

    [Fact]
    public async Task N44_Queue_LeavesTheJobQueuedWithItsElapsedTime()
    {
        var flow = Flow.Of(
            Flow.Task("one", "await Task.Delay(50, cancellation); return 1;"), Flow.Task("two", "return job.Queue(TimeSpan.FromHours(1));"), Flow.Task("three", "return 3;"));
        var uuid = await PostAsync(flow);

        var job = await _api.UntilAsync(uuid, seen => (string?)seen["execution"] == "queued" && Results(seen).Count == 2);

        Assert.Equal("queue", (string?)Results(job)[1]!["error"]);
        Assert.True((double)job["elapsed"]! >= 0.05, job.ToJsonString());
        Assert.Null(job["runner_id"]);
    }

    [Fact]
    public async Task N44_SecondRunAfterQueue_GoesOnWithTheNextTaskInWhatIsLeftOfTheTime()
    {
        var flow = Flow.Of(
            Flow.Task("one", "await Task.Delay(2000, cancellation); return 1;"), Flow.Task("two", "return job.Queue();"), Flow.Task("three", Endless)).With("timeout", 3);

        var job = await RunAsync(flow);

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal(["", "queue", "workflow timeout"], Results(job).Select(entry => (string?)entry!["error"]));
        Assert.InRange((double)job["elapsed"]!, 2.9, 4.9); // with the full time again it would be 5
    }

    [Fact]
    public async Task N45_WorkflowTimeout_FailsTheJob()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("late", Endless), Flow.Task("never", "return 1;")).With("timeout", 1));

        Assert.Equal("failed", (string?)job["execution"]);
        var entry = Assert.Single(Results(job))!;
        Assert.Equal("workflow timeout", (string?)entry["error"]);
        Assert.Equal("", (string?)entry["result"]);
        Assert.NotNull(entry["finished_at"]);
    }

    [Fact]
    public async Task N46_TimeoutZero_IsNoTimeout()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("takes", "await Task.Delay(1100, cancellation); return job.TimeToDie;")).With("timeout", 0));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal(0, (int?)job["timeout"]);
        Assert.False((bool?)Results(job)[0]!["result"]);
    }

    [Fact]
    public async Task N47_OnerrorThatEndsWell_LeavesTheJobFailedAndSharesItsProperties()
    {
        var flow = Flow.Of(Flow.Task("fails", "job[\"ticket\"] = \"t1\"; throw new Exception(\"no luck\");"));
        flow["onerror"] = new JsonArray(Flow.Task("tidy", "job[\"released\"] = (string?)job[\"ticket\"];"));

        var job = await RunAsync(flow);

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("t1", (string?)job["released"]);
        foreach (var entry in new[] { Assert.Single(Results(job))!, Assert.Single(job["onerror_results"]!.AsArray())! })
        {
            Assert.NotNull(entry["started_at"]);
            Assert.NotNull(entry["finished_at"]);
        }
    }

    [Fact]
    public async Task N48_OnerrorThatFails_HasItsErrorInItsResults()
    {
        var flow = Flow.Of(Flow.Task("fails", "throw new Exception(\"first\");"));
        flow["onerror"] = new JsonArray(Flow.Task("tidy", "throw new Exception(\"second\");"), Flow.Task("never", "return 1;"));

        var job = await RunAsync(flow);

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("second", (string?)Assert.Single(job["onerror_results"]!.AsArray())!["error"]!["message"]);
        Assert.Equal("first", (string?)Results(job)[0]!["error"]!["message"]);
    }

    [Fact]
    public async Task N49_ModuleThatIsNotThere_IsRefusedAtPostByName()
    {
        var undeclared = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("uses", "return restify.GetType();")));
        var unknown = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("uses", "return thing.GetType();").Needs("thing", "no-such-module", "1.0.0")));

        Assert.Equal(422, (int)undeclared.Status);
        Assert.Contains("restify", (string?)undeclared.Json["message"], StringComparison.Ordinal);
        Assert.Equal(422, (int)unknown.Status);
        Assert.Contains("no-such-module", (string?)unknown.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task N50_Cancel_RunsOncancelAndNotOnerror()
    {
        var path = "/n50/" + Guid.NewGuid();
        var flow = Flow.Of(Flow.Task("endless", Flow.Call(path) + Endless).Calls(), Flow.Task("never", "return 1;"));
        flow["onerror"] = new JsonArray(Flow.Task("onerror", Flow.Call(path + "/onerror")).Calls());
        flow["oncancel"] = new JsonArray(Flow.Task("undo", "return error.Message;"), Flow.Task("undo_more", "return 2;"));
        var uuid = await PostAsync(flow);
        await shared.Recorder.SeenAsync(path);

        var answer = await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
        var job = await _api.FinishedAsync(uuid);

        Assert.True((int)answer.Status == 200, answer.ToString());
        Assert.Equal("canceled", (string?)answer.Json["execution"]);
        Assert.Equal("canceled", (string?)job["execution"]);
        Assert.Equal("cancel", (string?)Assert.Single(Results(job))!["error"]);
        Assert.Empty(job["onerror_results"]!.AsArray());
        Assert.Equal(["undo", "undo_more"], job["oncancel_results"]!.AsArray().Select(entry => (string?)entry!["name"]));
        Assert.Equal(0, shared.Recorder.Count(path + "/onerror"));
    }

    [Fact]
    public async Task N51_InfoOfABody_IsAnsweredAsDataWithItsDate()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("talks", "job.Info(new { percent = 50 }); info(\"half\");")));

        var info = (await _api.GetAsync($"/jobs/{job["uuid"]}/info")).Json.AsArray();

        Assert.Equal(["{\"percent\":50}", "\"half\""], info.Select(element => element!["data"]!.ToJsonString()));
        Assert.All(info, element => Assert.True(DateTimeOffset.TryParse((string?)element!["date"], out _)));
    }

    private static JsonArray Results(JsonNode job) => job["chain_results"]!.AsArray();

    private async Task<JsonNode> RunAsync(JsonObject flow) => await _api.RunAsync(await _api.WorkflowAsync(flow));

    private async Task<string> PostAsync(JsonObject flow)
    {
        var workflow = await _api.WorkflowAsync(flow);
        return (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
    }
}
