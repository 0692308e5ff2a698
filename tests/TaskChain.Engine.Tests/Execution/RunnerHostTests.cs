using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

public sealed class RunnerHostTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();
    private readonly HeldBodies _held;

    public RunnerHostTests() => _held = new HeldBodies(_box);

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Post_WithAFreeSlot_IsClaimedAsItIsStored()
    {
        _held.Hold("held");
        await _box.StartAsync();

        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"}]"""));

        var stored = await _box.Storage.Jobs.FindAsync(new JobId(posted.Id), TestContext.Current.CancellationToken);
        Assert.Equal((JobStatus.Running, 1), (stored?.Status, stored?.Epoch));
        Assert.Single(_box.Sandbox.Runs);
        Assert.Equal(JobStatus.Queued, posted.Status);
        _held.EndAll();
        await _box.EndOfAsync(posted.Id);
    }

    [Fact]
    public async Task Post_WithoutAFreeSlot_WaitsOnTheBoard()
    {
        _box.Options.Slots = 1;
        _held.Hold("held");
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"held"}]""");
        var first = await _box.PostJobAsync(workflow);

        var second = await _box.PostJobAsync(workflow);

        var stored = await _box.Storage.Jobs.FindAsync(new JobId(second.Id), TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Queued, stored?.Status);
        _held.EndAll();
        await _box.EndOfAsync(first.Id);
        await _held.UntilAsync(2);
        _held.EndAll();
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(second.Id)).Status);
    }

    [Fact]
    public async Task Post_WithABacklog_DoesNotOvertakeTheBoard()
    {
        _box.Options.Slots = 1;
        _held.Hold("held");
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"held"}]""");
        var jobs = new List<JobView>();
        for (var i = 0; i < 5; i++) jobs.Add(await _box.PostJobAsync(workflow));

        foreach (var job in jobs)
        {
            await _held.UntilAsync(jobs.IndexOf(job) + 1);
            _held.EndAll();
            await _box.EndOfAsync(job.Id);
        }

        Assert.Equal(jobs.Select(job => job.Id.ToString()), _box.Sandbox.Runs.Select(run => run.Run.Identity.Uuid));
    }

    [Fact]
    public async Task Stop_WhileATaskRuns_HandsTheJobBackAndAnotherNodeGoesOn()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"one"},{"body":"held"},{"body":"three"}]"""));
        await _held.UntilAsync(1);

        await _box.Engine.StopAsync(TestContext.Current.CancellationToken);

        var stored = await _box.Storage.Jobs.FindAsync(new JobId(posted.Id), TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Queued, stored?.Status);
        _box.Sandbox.Bodies.Remove("held");
        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);
        var job = await _box.UntilAsync(posted.Id, view => view.IsFinal, other);
        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(["one", "held", "held", "three"], _box.Sandbox.Runs.Select(run => run.Source));
        Assert.Equal([false, false, true, false], _box.Sandbox.Runs.Select(run => run.Run.Identity.Interrupted));
    }

    [Fact]
    public async Task Renew_OfARunnerThatWasGivenUp_DropsItsJobsAndJoinsAnew()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"}]"""));
        await _held.UntilAsync(1);
        var lost = _box.Engine.Status.Runner!.Value;
        _box.Storage.Runners.LoseSession(lost);
        _box.Sandbox.Bodies.Remove("held");

        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);
        var job = await _box.UntilAsync(posted.Id, view => view.IsFinal, other);
        _held.EndAll();

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(job.ChainResults[0].Interrupted);
        await _box.UntilAsync(posted.Id, _ => _box.Engine.Status.Runner is { } now && now != lost);
    }

    [Fact]
    public async Task Append_WhileTheStoreIsAway_IsTriedUntilItIsBack()
    {
        await _box.StartAsync();
        var failures = 5;
        _box.Storage.Jobs.BeforeAppend = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new TimeoutException("away") : Task.CompletedTask;

        var job = await _box.RunAsync("""[{"body":"one"},{"body":"two"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(["one", "two"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Run_WhenTheSandboxThrows_IsTriedAgainAndToldSo()
    {
        await _box.StartAsync();
        var calls = 0;
        _box.Sandbox.Bodies["odd"] = (_, _, _) => ++calls == 1 ? throw new IOException("no worker") : ValueTask.FromResult(FakeSandbox.Ok());

        var job = await _box.RunAsync("""[{"body":"odd"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(_box.Sandbox.Runs.Last().Run.Identity.Interrupted);
    }

    [Fact]
    public async Task Run_CutOffByNobody_IsTriedAgain()
    {
        await _box.StartAsync();
        _box.Sandbox.Returns("odd", FakeSandbox.Of(TaskRunOutcome.Canceled), FakeSandbox.Ok("1"));

        var job = await _box.RunAsync("""[{"body":"odd"}]""");

        Assert.Equal((JobStatus.Succeeded, "1"), (job.Status, job.ChainResults[0].Result.ToString()));
    }

    [Fact]
    public async Task Wait_ForAJobOfThisNode_EndsWithIt()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"}]"""));
        var waiting = _box.Engine.Jobs.WaitAsync(posted.Id, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        _held.EndAll();

        Assert.Equal(JobStatus.Succeeded, (await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))?.Status);
    }

    [Fact]
    public async Task Wait_LongerThanItsTime_GivesTheJobAsItIs()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"}]"""));
        var waiting = _box.Engine.Jobs.WaitAsync(posted.Id, TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        while (!waiting.IsCompleted)
        {
            _box.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(JobStatus.Running, (await waiting)?.Status);
        _held.EndAll();
    }

    [Fact]
    public async Task Output_OfABody_IsStoredBeforeItsEnd()
    {
        await _box.StartAsync();
        _box.Sandbox.Bodies["says"] = (_, observer, _) =>
        {
            observer!.OnInfo("""{"step":1}"""u8.ToArray());
            observer.OnLog(ScriptLogLevel.Warn, "careful");
            return ValueTask.FromResult(FakeSandbox.Ok());
        };
        var job = await _box.RunAsync("""[{"name":"t","body":"says"}]""");

        var output = await _box.Engine.Jobs.ReadOutputAsync(job.Id, null, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["""{"data":{"step":1},"date":"2026-01-01T00:00:00.000Z"}""", """{"level":"warn","message":"careful","task":"t","node":"chain/0"}"""], output?.Select(item => new Contracts.RawJson(item.Json).ToString()));
        Assert.Null(await _box.Engine.Jobs.ReadOutputAsync(Guid.NewGuid(), null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Updates_OfAWatchedJob_ComeInOrder()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"name":"a","body":"held"},{"name":"b","body":"two"}]"""));
        var updates = new List<JobUpdate>();
        var reading = Task.Run(async () =>
        {
            await foreach (var update in _box.Engine.Jobs.ReadUpdatesAsync(posted.Id, TestContext.Current.CancellationToken)) updates.Add(update);
        }, TestContext.Current.CancellationToken);
        await _box.UntilAsync(posted.Id, _ => _box.Engine.IsWatched(posted.Id));

        _held.EndAll();
        await reading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(["TaskEnded", "TaskStarted", "TaskEnded", "Moved"], updates.Select(update => update.GetType().Name));
    }
}
