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

    public static TheoryData<string> AllKinds() => new(Kinds);

    /// <summary>The runner dies with the append during which the job is cancelled, or with the one after.</summary>
    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task Cancel_ThenTheRunnerDies_IsNeverLost(string kind)
    {
        for (var cancelAt = 1; cancelAt <= 4; cancelAt++)
        {
            for (var diesAt = cancelAt; diesAt <= cancelAt + 2; diesAt++) await DieAsync(kind, cancelAt, diesAt);
        }
    }

    private static async Task DieAsync(string kind, int cancelAt, int diesAt)
    {
        await using var box = new EngineBox();
        Script(box.Sandbox);
        await box.StartAsync();
        var dies = new TaskCompletionSource<JobId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var dead = new TaskCompletionSource();
        var count = 0;
        var acknowledged = false;
        box.Storage.Jobs.BeforeAppend = async append =>
        {
            var number = Interlocked.Increment(ref count);
            if (number == cancelAt) acknowledged = await box.Storage.Control.RequestCancelAsync(append.Job, CancellationToken.None);
            if (number != diesAt) return;
            dies.TrySetResult(append.Job);
            await dead.Task;
        };
        try
        {
            var posted = await box.PostJobAsync(await PostWorkflowAsync(box, kind));
            var engine = box.Engine;
            JobView job;
            while (true)
            {
                job = await box.UntilAsync(posted.Id, view => view.IsFinal || dies.Task.IsCompleted, engine);
                if (job.IsFinal && job.NextAttempt is { } next) posted = await box.UntilAsync(next, _ => true, engine);
                else if (job.IsFinal) break;
                else if (engine == box.Engine)
                {
                    box.Storage.Runners.LoseSession(engine.Status.Runner!.Value);
                    engine = box.Create();
                    await engine.StartAsync(TestContext.Current.CancellationToken);
                }
            }

            Assert.Equal(acknowledged, job.Status == JobStatus.Canceled);
            var tidies = box.Sandbox.Runs.Where(run => run.Source == "tidy").ToList();
            var expected = acknowledged && job.ChainResults.Count > 0 ? 1 : 0; // A job of which nothing was started has nothing to tidy up.
            Assert.True(tidies.Count(run => !run.Run.Identity.Interrupted) == expected, $"{tidies.Count} runs of oncancel ({cancelAt}, {diesAt}).");
        }
        finally
        {
            dead.TrySetResult();
        }
    }

    private static Task<Guid> PostWorkflowAsync(EngineBox box, string kind) => box.PostWorkflowAsync(
        $$"""[{"name":"a","body":"{{kind}}","retry":2,"timeout":5},{"name":"b","body":"ok"}]""",
        ""","max_attempts":2,"onerror":[{"name":"e","body":"ok"}],"oncancel":[{"name":"c","body":"tidy"}]""");

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
        var posted = await box.PostJobAsync(await PostWorkflowAsync(box, kind));

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
