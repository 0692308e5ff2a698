using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>A cancel that was acknowledged is never lost, whenever it comes and whatever answer of the store gets lost meanwhile.</summary>
public sealed class CancelAtEveryAppendTests
{
    private static readonly string[] Kinds = ["ok", "flaky", "fails", "timeout", "queue", "again", "retry"];

    public static TheoryData<string, bool, bool> Cases()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (var kind in Kinds)
        {
            foreach (var isTold in new[] { true, false })
            {
                data.Add(kind, isTold, false);
                data.Add(kind, isTold, true);
            }
        }

        return data;
    }

    /// <param name="kind">What the first task does.</param>
    /// <param name="isTold">True when the runner is told, false when only the store knows.</param>
    /// <param name="loses">True when the answer of the append is lost.</param>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Cancel_BeforeAnyAppend_IsNeverLost(string kind, bool isTold, bool loses)
    {
        var appends = await PlayAsync(kind, isTold, loses, cancelAt: 0);
        for (var cancelAt = 1; cancelAt <= appends; cancelAt++) await PlayAsync(kind, isTold, loses, cancelAt);
    }

    private static async Task<int> PlayAsync(string kind, bool isTold, bool loses, int cancelAt)
    {
        await using var box = new EngineBox();
        var lossy = new UncertainJobStore(box.Storage.Jobs);
        box.Jobs = lossy;
        Script(box.Sandbox);
        await box.StartAsync();
        var count = 0;
        var acknowledged = false;
        box.Storage.Jobs.BeforeAppend = async append =>
        {
            if (Interlocked.Increment(ref count) != cancelAt) return;
            if (loses) lossy.LostAppends = 1;
            acknowledged = isTold
                ? await box.Engine.Jobs.CancelAsync(append.Job.Value, "tester", CancellationToken.None) is JobCancellation.Canceled
                : await box.Storage.Control.RequestCancelAsync(append.Job, CancellationToken.None);
        };
        var workflow = await box.PostWorkflowAsync(
            $$"""[{"name":"a","body":"{{kind}}","retry":2,"timeout":5},{"name":"b","body":"ok"}]""",
            ""","max_attempts":2,"onerror":[{"name":"e","body":"ok"}],"oncancel":[{"name":"c","body":"tidy"}]""");
        var posted = await box.PostJobAsync(workflow);

        var job = await box.EndOfAsync(posted.Id);
        while (job.NextAttempt is { } next) job = await box.EndOfAsync(next);

        Assert.Equal(cancelAt > 0, acknowledged);
        Assert.Equal(acknowledged, job.Status == JobStatus.Canceled);
        Assert.Equal(acknowledged ? 1 : 0, box.Sandbox.Runs.Count(run => run.Source == "tidy"));
        if (acknowledged) Assert.Equal("tidy", box.Sandbox.Runs.Last().Source);
        return count;
    }

    private static void Script(FakeSandbox sandbox)
    {
        sandbox.Returns("flaky", FakeSandbox.Fail("flaky"), FakeSandbox.Ok("2"));
        sandbox.Returns("fails", FakeSandbox.Fail("always"));
        sandbox.Returns("timeout", FakeSandbox.Of(TaskRunOutcome.TimedOut));
        sandbox.Returns("queue", FakeSandbox.Of(TaskRunOutcome.Queue, TimeSpan.FromSeconds(1)));
        sandbox.Returns("again", FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(1)), FakeSandbox.Ok("3"));
        sandbox.Returns("retry", FakeSandbox.Of(TaskRunOutcome.Retry));
    }
}
