using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N22 to N24 and N52 to N56, N58: what runners do with jobs.</summary>
public sealed class RunnerContractTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task N23_FinishedJob_KeepsItsResultsAndHasNoRunner()
    {
        var path = "/n23/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var uuid = await PostAsync(Flow.Of(Flow.Task("one", Flow.Call(path) + "return 1;").Calls()));
        await shared.Recorder.SeenAsync(path);
        var running = (await _api.GetAsync($"/jobs/{uuid}")).Json;
        shared.Recorder.Open(path);
        var finished = await _api.FinishedAsync(uuid);

        Assert.Equal("running", (string?)running["execution"]);
        Assert.True(Guid.TryParse((string?)running["runner_id"], out _));
        Assert.Equal("succeeded", (string?)finished["execution"]);
        Assert.Null(finished["runner_id"]);
        Assert.Equal(1, (int?)finished["chain_results"]![0]!["result"]);
    }

    [Fact]
    public async Task N24_JobThatIsQueuedAgain_HasNoRunner()
    {
        var uuid = await PostAsync(Flow.Of(Flow.Task("one", "return job.Queue(TimeSpan.FromHours(1));"), Flow.Task("two", "return 2;")));

        var job = await _api.UntilAsync(uuid, seen => (string?)seen["execution"] == "queued" && seen["chain_results"]!.AsArray().Count == 1);

        Assert.Null(job["runner_id"]);
        await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
    }

    [Fact]
    public async Task N52_JobForLater_IsNotRun()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        var later = (await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["exec_after"] = DateTimeOffset.UnixEpoch.AddYears(80).ToString("O") })).Json;

        await _api.RunAsync(workflow); // a job that is due is run meanwhile
        var job = (await _api.GetAsync($"/jobs/{later["uuid"]}")).Json;

        Assert.Equal("queued", (string?)job["execution"]);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(80), (DateTimeOffset)job["exec_after"]!);
        await _api.PostAsync($"/jobs/{later["uuid"]}/cancel", new JsonObject());
    }

    [Fact]
    public async Task N53_BackOff_DoublesUntilTheLongestDelay()
    {
        var flow = Flow.Of(Flow.Task("again", "return job.Retry();")).With("initial_delay", 100).With("max_delay", 300).With("max_attempts", 4);

        var attempts = await AttemptsAsync(await PostAsync(flow));

        Assert.Equal(4, attempts.Count);
        for (var i = 1; i < attempts.Count; i++)
        {
            var pause = (DateTimeOffset)attempts[i]["exec_after"]! - (DateTimeOffset)attempts[i - 1]["finished_at"]!;
            Assert.InRange(pause.TotalMilliseconds, Math.Min(100 << (i - 1), 300) - 2, Math.Min(100 << (i - 1), 300) + 50);
            Assert.True((long)attempts[i]["started"]! >= ((DateTimeOffset)attempts[i]["exec_after"]!).ToUnixTimeMilliseconds() - 2);
        }
    }

    [Fact]
    public async Task N55_WaitThenResume_CompletesAllTasks()
    {
        var uuid = await PostAsync(Flow.Of(Flow.Task("one", "return 1;"), Flow.Task("two", "return job.Wait();"), Flow.Task("three", "return 3;")));
        var waiting = await _api.UntilAsync(uuid, seen => (string?)seen["execution"] == "waiting");

        var resumed = await _api.PostAsync($"/jobs/{uuid}/resume", new JsonObject { ["result"] = "go" });
        var job = await _api.FinishedAsync(uuid);

        Assert.Equal("wait", (string?)waiting["chain_results"]![1]!["error"]);
        Assert.Equal("queued", (string?)resumed.Json["execution"]);
        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal(["1", "\"go\"", "3"], job["chain_results"]!.AsArray().Select(entry => entry!["result"]!.ToJsonString()));
    }

    [Fact]
    public async Task N56_MaxAttempts_AreExactlySoManyLinkedJobs()
    {
        var attempts = await AttemptsAsync(await PostAsync(Flow.Of(
            Flow.Task("counts", "job.Params[\"tries\"] = (int?)job.Params[\"tries\"] + 1 ?? 1; job[\"lost\"] = 1; return job.Retry();")).With("max_attempts", 3)));

        Assert.Equal(3, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal("retried", (string?)attempt["execution"]));
        Assert.Equal([0, 1, 2], attempts.Select(attempt => (int)attempt["num_attempts"]!));
        Assert.Equal([1, 2, 3], attempts.Select(attempt => (int)attempt["params"]!["tries"]!)); // parameters are carried on, properties are not
        Assert.Null(attempts[^1]["next_attempt"]);
        Assert.Equal((string?)attempts[0]["uuid"], (string?)attempts[1]["prev_attempt"]);
    }

    [Fact]
    public async Task N58_TimedOutJob_FailedAndHasItsEnd()
    {
        var job = await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("late", "await Task.Delay(Timeout.Infinite, cancellation);")).With("timeout", 1)));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.NotNull(job["finished_at"]);
        Assert.NotNull(job["chain_results"]![0]!["finished_at"]);
    }

    private async Task<string> PostAsync(JsonObject flow)
    {
        var workflow = await _api.WorkflowAsync(flow);
        return (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
    }

    private async Task<List<JsonNode>> AttemptsAsync(string first)
    {
        var attempts = new List<JsonNode>();
        for (string? next = first; next is not null; next = (string?)attempts[^1]["next_attempt"]) attempts.Add(await _api.FinishedAsync(next));
        return attempts;
    }
}
