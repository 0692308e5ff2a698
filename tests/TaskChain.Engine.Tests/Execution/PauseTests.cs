using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

public sealed class PauseTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();
    private readonly HeldBodies _held;

    public PauseTests() => _held = new HeldBodies(_box);

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Pause_OfARunningJob_LetsTheBodyEndAndStartsNothingMore()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"},{"body":"two"}]""");
        await _held.UntilAsync(1);

        var paused = Assert.IsType<JobPausing.Paused>(await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken)).Job;
        Assert.Equal((JobStatus.Running, true), (paused.Status, paused.IsPaused));
        Assert.True(EngineBox.Written(paused).GetProperty("paused").GetBoolean());
        _held.EndAll();
        var parked = await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.True(parked.IsPaused);
        Assert.Equal(0, _box.Engine.Status.RunningJobs);
        Assert.Single(_box.Sandbox.Runs);
        await ResumeAsync(posted.Id);
        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal((JobStatus.Succeeded, false), (job.Status, job.IsPaused));
        Assert.Equal(["held", "two"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Pause_ForHours_DoesNotCountAgainstTheTimeout()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"},{"body":"two"}]""", ""","timeout":100""");
        await _held.UntilAsync(1);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        _box.Time.Advance(TimeSpan.FromSeconds(30));
        _held.EndAll();
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued);
        _box.Time.Advance(TimeSpan.FromHours(3));

        await ResumeAsync(posted.Id);
        var job = await _box.EndOfAsync(posted.Id);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.InRange(job.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        Assert.InRange(_box.Sandbox.Runs.Last().Run.Timeout, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task Pause_OfAQueuedJob_HoldsItOverARestart()
    {
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"one"}]""", job: $$""","exec_after":"{{_box.Time.GetUtcNow().AddSeconds(1):O}}" """);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        await _box.Engine.StopAsync(TestContext.Current.CancellationToken);
        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);

        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Empty(_box.Sandbox.Runs);
        await other.Jobs.ResumeAsync(posted.Id, default, TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Succeeded, (await _box.UntilAsync(posted.Id, view => view.IsFinal, other)).Status);
    }

    [Fact]
    public async Task Pause_OfAName_HoldsRunningAndNewJobsOnAllNodes()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"held"},{"body":"two"}]""");
        var running = await _box.PostJobAsync(workflow);
        await _held.UntilAsync(1);
        var other = _box.Create();

        Assert.True(await other.Workflows.PauseAsync(workflow, TestContext.Current.CancellationToken));
        await _box.WaitAsync(TimeSpan.FromSeconds(3));
        var posted = await _box.PostJobAsync(workflow);
        _held.EndAll();
        await _box.UntilAsync(running.Id, view => view.Status == JobStatus.Queued);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.True(await _box.Engine.Workflows.IsPausedAsync(running.Name, TestContext.Current.CancellationToken));
        Assert.Single(_box.Sandbox.Runs);
        Assert.True((await _box.Engine.Jobs.FindAsync(posted.Id, TestContext.Current.CancellationToken))?.IsPaused);
        _box.Sandbox.Bodies.Remove("held");
        Assert.True(await other.Workflows.ResumeAsync(workflow, TestContext.Current.CancellationToken));
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(running.Id)).Status);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(posted.Id)).Status);
        Assert.False(await _box.Engine.Workflows.PauseAsync(Guid.NewGuid(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pause_OfANameHere_HoldsTheNextJobAtOnce()
    {
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        await _box.Engine.Workflows.PauseAsync(workflow, TestContext.Current.CancellationToken);

        var posted = await _box.PostJobAsync(workflow);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Empty(_box.Sandbox.Runs);
        await _box.Engine.Workflows.ResumeAsync(workflow, TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(posted.Id)).Status);
    }

    [Fact]
    public async Task Pause_OfAWorkflowThatIsRenamed_HoldsBothNamesUntilItIsResumed()
    {
        await _box.StartAsync();
        var id = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var workflows = _box.Engine.Workflows;
        await workflows.PauseAsync(id, TestContext.Current.CancellationToken);
        var before = await _box.PostJobAsync(id);
        Assert.IsType<WorkflowUpdate.Updated>(await workflows.UpdateAsync(
            id, EngineBox.Json("""{"name":"renamed","chain":[{"body":"one"}]}"""), TestContext.Current.CancellationToken));
        var after = await _box.PostJobAsync(id);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Empty(_box.Sandbox.Runs);
        Assert.True(await workflows.IsPausedAsync("renamed", TestContext.Current.CancellationToken));
        var refused = Assert.IsType<WorkflowDeletion.Paused>(await workflows.DeleteAsync(id, TestContext.Current.CancellationToken));
        Assert.Equal(new[] { before.Name, "renamed" }.Order(StringComparer.Ordinal), refused.Names);
        Assert.True(await workflows.ResumeAsync(id, TestContext.Current.CancellationToken));
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(before.Id)).Status);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(after.Id)).Status);
        Assert.IsType<WorkflowDeletion.Deleted>(await workflows.DeleteAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pause_OfAWaitingJob_IsLiftedWithoutAnAnswerAndResumedWithOne()
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"wait"},{"body":"two"}]""");
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);

        var lifted = await ResumeAsync(posted.Id);
        Assert.Equal((JobStatus.Waiting, false), (lifted.Status, lifted.IsPaused));
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        var answered = await ResumeAsync(posted.Id, """{"result":5}""");
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Equal((JobStatus.Queued, true), (answered.Status, answered.IsPaused));
        Assert.Single(_box.Sandbox.Runs);
        await ResumeAsync(posted.Id);
        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal((JobStatus.Succeeded, "5"), (job.Status, job.ChainResults[0].Result.ToString()));
    }

    [Fact]
    public async Task Pause_OfAJobThatAsksForANewAttempt_HoldsThatToo()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", ""","max_attempts":2""");
        await _held.UntilAsync(1);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        _held.EndAll(FakeSandbox.Of(TaskRunOutcome.Retry));
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));
        Assert.Single(_box.Sandbox.Runs);

        _box.Sandbox.Bodies.Remove("held");
        await ResumeAsync(posted.Id);
        var first = await _box.EndOfAsync(posted.Id);

        Assert.Equal(JobStatus.Retried, first.Status);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(first.NextAttempt!.Value)).Status);
    }

    [Fact]
    public async Task Pause_ThenCancel_CancelsAndTidiesUp()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"},{"body":"two"}]""", ""","oncancel":[{"body":"tidy"}]""");
        await _held.UntilAsync(1);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        _held.EndAll();
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued);

        await _box.Engine.Jobs.CancelAsync(posted.Id, null, TestContext.Current.CancellationToken);

        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal(["held", "tidy"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Pause_AndResume_OfWhatCannotBe_AreRefused()
    {
        await _box.StartAsync();
        var job = await _box.RunAsync("""[{"body":"one"}]""");

        Assert.IsType<JobPausing.Finished>(await _box.Engine.Jobs.PauseAsync(job.Id, TestContext.Current.CancellationToken));
        Assert.IsType<JobPausing.NotFound>(await _box.Engine.Jobs.PauseAsync(Guid.NewGuid(), TestContext.Current.CancellationToken));
        Assert.IsType<JobResumption.NotWaiting>(await _box.Engine.Jobs.ResumeAsync(job.Id, default, TestContext.Current.CancellationToken));
        Assert.IsType<JobResumption.NotFound>(await _box.Engine.Jobs.ResumeAsync(Guid.NewGuid(), default, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pause_OfAJobWhoseRunnerDies_HoldsItsNextRunner()
    {
        var dead = new TaskCompletionSource<TaskRunResult>();
        _box.Sandbox.Bodies["held"] = async (_, _, _) => await dead.Task;
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""");
        await _box.UntilAsync(posted.Id, _ => !_box.Sandbox.Runs.IsEmpty);
        await _box.Engine.Jobs.PauseAsync(posted.Id, TestContext.Current.CancellationToken);
        _box.Storage.Runners.LoseSession(_box.Engine.Status.Runner!.Value);
        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);

        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Queued, other);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));
        Assert.Single(_box.Sandbox.Runs);
        dead.SetResult(FakeSandbox.Ok());
        _box.Sandbox.Bodies.Remove("held");
        await other.Jobs.ResumeAsync(posted.Id, default, TestContext.Current.CancellationToken);

        var job = await _box.UntilAsync(posted.Id, view => view.IsFinal, other);
        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(job.ChainResults[0].Interrupted);
    }

    private async Task<JobView> PostAsync(string chain, string more = "", string job = "") =>
        await _box.PostJobAsync(await _box.PostWorkflowAsync(chain, more), job);

    private async Task<JobView> ResumeAsync(Guid job, string body = "{}") =>
        Assert.IsType<JobResumption.Resumed>(await _box.Engine.Jobs.ResumeAsync(job, EngineBox.Json(body), TestContext.Current.CancellationToken)).Job;
}
