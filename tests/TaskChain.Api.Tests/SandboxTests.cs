using System.Diagnostics;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>What a bad body costs: its own run.</summary>
public sealed class SandboxTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task EndlessLoop_IsKilledAtItsTimeout_AndTheNextJobRunsInTime()
    {
        var endless = await _api.WorkflowAsync(Flow.Of(Flow.Task("spin", "while (true) { }").With("timeout", 1)));
        var quick = await _api.WorkflowAsync(Flow.Of(Flow.Task("quick", "return 1;")));
        await _api.RunAsync(quick);

        var watch = Stopwatch.StartNew();
        var job = await _api.RunAsync(endless);
        var dead = watch.Elapsed;
        var next = await _api.RunAsync(quick);

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("task timeout error", (string?)job["chain_results"]![0]!["error"]);
        Assert.Equal("task_timeout", (string?)job["error"]!["code"]);
        Assert.InRange(dead, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)); // the figure is measured by the benchmark, not here
        Assert.Equal("succeeded", (string?)next["execution"]);
    }

    [Theory]
    [InlineData("Environment.FailFast(\"on purpose\"); return 0;")]
    [InlineData("Environment.Exit(0); return 0;")]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1; return Deep(0);")]
    public async Task DyingBody_CostsOneWorkerOnly(string body)
    {
        var path = "/bystander/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var bystander = _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task(
            "bystander", Flow.Call(path) + "return \"alive\";").Calls())));
        await shared.Recorder.SeenAsync(path);

        var job = await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("dies", body).With("timeout", 30))));
        shared.Recorder.Open(path);

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("worker_crashed", (string?)job["chain_results"]![0]!["error"]!["code"]);
        Assert.Equal("alive", (string?)(await bystander)["chain_results"]![0]!["result"]);
        Assert.Equal(1, shared.Recorder.Count(path));
    }

    [Fact]
    public async Task FailingBody_TellsItsOwnLine()
    {
        var job = await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("fails", "var x = 1;\nthrow new InvalidOperationException(\"no luck \" + x);"))));

        var error = job["chain_results"]![0]!["error"]!;
        Assert.Equal("no luck 1", (string?)error["message"]);
        Assert.Contains("line 2", (string?)error["stack"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailingTask_IsTriedAgainThenFallsBackThenOnerrorRuns()
    {
        var path = "/tries/" + Guid.NewGuid();
        var flow = Flow.Of(
            Flow.Task("caught", Flow.Call(path) + "throw new Exception(\"a\");").Calls().With("retry", 2).With("fallback", "return \"caught \" + error!.Message;"),
            Flow.Task("fails", "throw new Exception(\"b\");"),
            Flow.Task("never", Flow.Call(path + "/never")).Calls());
        flow["onerror"] = new JsonArray(Flow.Task("tidy", "return error!.Message + \" tidied\";"));

        var job = await _api.RunAsync(await _api.WorkflowAsync(flow));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("caught a", (string?)job["chain_results"]![0]!["result"]);
        Assert.Equal("b", (string?)job["chain_results"]![1]!["error"]!["message"]);
        Assert.Equal("b tidied", (string?)job["onerror_results"]![0]!["result"]);
        Assert.Equal(2, shared.Recorder.Count(path));
        Assert.Equal(0, shared.Recorder.Count(path + "/never"));
    }
}
