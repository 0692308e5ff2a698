using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

public sealed class CancelTests : IAsyncDisposable
{
    private const string OnCancel = ""","onerror":[{"body":"onerror"}],"oncancel":[{"name":"tidy","body":"tidy"},{"name":"more","body":"more"}]""";

    private readonly EngineBox _box = new();
    private readonly HeldBodies _held;

    public CancelTests() => _held = new HeldBodies(_box);

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Cancel_OfARunningJob_StopsTheBodyRunsOnCancelAndEndsCanceled()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"name":"a","body":"one"},{"name":"b","body":"held","retry":5,"fallback":"f"},{"body":"three"}]""", OnCancel);
        await _held.UntilAsync(1);

        await CancelAsync(posted.Id);

        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal(["one", "held", "tidy", "more"], _box.Sandbox.Runs.Select(run => run.Source));
        Assert.Equal([null, "cancel"], job.ChainResults.Select(entry => entry.Word));
        Assert.Equal(["succeeded", "stopped"], job.ChainResults.Select(entry => entry.Status));
        Assert.Equal(["\"tidy\"", "\"more\""], job.OnCancelResults!.Select(entry => entry.Result.ToString()));
        Assert.Empty(job.OnErrorResults!);
        Assert.Null(job.Error);
        Assert.False(job.IsCancelRequested);
        var error = _box.Sandbox.Runs.Single(run => run.Source == "tidy").Run.Error;
        Assert.Equal(("Canceled", "The job was canceled.", "canceled"), (error?.Name, error?.Message, error?.Code));
    }

    [Fact]
    public async Task Cancel_WhileTheBodyWindsDown_IsShownAndAnsweredAgain()
    {
        _held.Hold("tidy");
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", OnCancel);
        await _held.UntilAsync(1);

        var first = await CancelAsync(posted.Id);
        await _held.UntilAsync(2);
        var second = await CancelAsync(posted.Id);

        Assert.True(first.IsCancelRequested || first.IsFinal);
        Assert.Equal((JobStatus.Running, true), (second.Status, second.IsCancelRequested));
        Assert.True(EngineBox.Written(second).GetProperty("cancel_requested").GetBoolean());
        _held.EndAll();
        Assert.Equal(JobStatus.Canceled, (await _box.EndOfAsync(posted.Id)).Status);
        Assert.Equal(["held", "tidy", "more"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    /// <summary>N35, N36: what the body makes of its cancellation does not matter, unless it succeeds.</summary>
    [Theory]
    [InlineData(TaskRunOutcome.Failed, "cancel")]
    [InlineData(TaskRunOutcome.TimedOut, "cancel")]
    [InlineData(TaskRunOutcome.Succeeded, null)]
    [InlineData(TaskRunOutcome.Queue, "queue")]
    [InlineData(TaskRunOutcome.Retry, "retry")]
    [InlineData(TaskRunOutcome.Again, "cancel")]
    [InlineData(TaskRunOutcome.Wait, "cancel")]
    public async Task Cancel_WithAnyOutcomeOfTheBody_IsNeitherRetriedNorRescued(TaskRunOutcome outcome, string? word)
    {
        _held.Hold("held", FakeSandbox.Of(outcome));
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held","retry":5,"fallback":"f"},{"body":"three"}]""", OnCancel);
        await _held.UntilAsync(1);

        await CancelAsync(posted.Id);

        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal((JobStatus.Canceled, null), (job.Status, job.NextAttempt));
        Assert.Equal(word, Assert.Single(job.ChainResults).Word);
        Assert.Equal(["held", "tidy", "more"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Cancel_DuringOnError_StopsItAndRunsOnCancel()
    {
        _box.Sandbox.Returns("bad", FakeSandbox.Fail());
        _held.Hold("onerror");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"bad"}]""", OnCancel);
        await _held.UntilAsync(1);

        await CancelAsync(posted.Id);

        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal("cancel", Assert.Single(job.OnErrorResults!).Word);
        Assert.Equal(2, job.OnCancelResults!.Count);
    }

    [Fact]
    public async Task Cancel_WithAFailingOnCancel_StopsAtTheFirstFailure()
    {
        _held.Hold("held");
        _box.Sandbox.Returns("tidy", FakeSandbox.Fail("cannot"));
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", OnCancel);
        await _held.UntilAsync(1);

        await CancelAsync(posted.Id);

        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal("cannot", Assert.Single(job.OnCancelResults!).Error?.Message);
    }

    [Fact]
    public async Task Cancel_OnCancel_HasTheWholeTimeoutAgain()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", OnCancel + ""","timeout":100""");
        await _held.UntilAsync(1);
        _box.Time.Advance(TimeSpan.FromSeconds(60));

        await CancelAsync(posted.Id);
        await _box.EndOfAsync(posted.Id);

        Assert.Equal(TimeSpan.FromSeconds(100), _box.Sandbox.Runs.Single(run => run.Source == "tidy").Run.Timeout);
    }

    [Fact]
    public async Task Cancel_OfAJobThatWasNeverStarted_EndsItAtOnce()
    {
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"one"}]""", OnCancel, $$""","exec_after":"{{_box.Time.GetUtcNow().AddHours(1):O}}" """);

        var answer = await CancelAsync(posted.Id);

        Assert.Equal(JobStatus.Canceled, answer.Status);
        Assert.Empty(_box.Sandbox.Runs);
        Assert.Equal(JobStatus.Canceled, (await CancelAsync(posted.Id)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_OfAWaitingJob_TidiesUpWhenThereIsAnythingToTidy(bool hasOnCancel)
    {
        _box.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        await _box.StartAsync();
        var posted = await PostAsync("""[{"name":"w","body":"wait"},{"body":"two"}]""", hasOnCancel ? OnCancel : "");
        await _box.UntilAsync(posted.Id, view => view.Status == JobStatus.Waiting);

        var answer = await CancelAsync(posted.Id);

        if (!hasOnCancel) Assert.Equal(JobStatus.Canceled, answer.Status);
        var job = await _box.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal("cancel", Assert.Single(job.ChainResults).Word);
        Assert.Equal(hasOnCancel ? ["wait", "tidy", "more"] : ["wait"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Cancel_OfARetriedJob_CancelsItsSuccessor()
    {
        _box.Sandbox.Returns("retry", FakeSandbox.Of(TaskRunOutcome.Retry));
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"retry"}]""", ""","initial_delay":3600000""");
        var first = await _box.EndOfAsync(posted.Id);

        var answer = await CancelAsync(posted.Id);

        Assert.Equal(JobStatus.Retried, answer.Status);
        Assert.Equal(JobStatus.Canceled, (await _box.EndOfAsync(first.NextAttempt!.Value)).Status);
        Assert.Single(_box.Sandbox.Runs);
    }

    [Fact]
    public async Task Cancel_OfAFinishedOrUnknownJob_IsRefused()
    {
        await _box.StartAsync();
        var job = await _box.RunAsync("""[{"body":"one"}]""");

        Assert.IsType<JobCancellation.Finished>(await _box.Engine.Jobs.CancelAsync(job.Id, null, TestContext.Current.CancellationToken));
        Assert.IsType<JobCancellation.NotFound>(await _box.Engine.Jobs.CancelAsync(Guid.NewGuid(), null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cancel_AskedOfAnotherNode_ReachesTheRunner()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", OnCancel);
        await _held.UntilAsync(1);
        var other = _box.Create();

        await other.Jobs.CancelAsync(posted.Id, null, TestContext.Current.CancellationToken);

        Assert.Equal(JobStatus.Canceled, (await _box.EndOfAsync(posted.Id)).Status);
        Assert.Equal(["held", "tidy", "more"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Cancel_WhenTheRunnerDies_IsCarriedOutByTheNext()
    {
        var dead = new TaskCompletionSource<TaskRunResult>();
        _box.Sandbox.Bodies["held"] = async (_, _, _) => await dead.Task;
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"held"}]""", OnCancel);
        await _box.UntilAsync(posted.Id, _ => !_box.Sandbox.Runs.IsEmpty);
        await CancelAsync(posted.Id);
        _box.Storage.Runners.LoseSession(_box.Engine.Status.Runner!.Value);

        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);
        var job = await _box.UntilAsync(posted.Id, view => view.IsFinal, other);

        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal("cancel", Assert.Single(job.ChainResults).Word);
        Assert.Equal(["held", "tidy", "more"], _box.Sandbox.Runs.Select(run => run.Source));
        dead.SetResult(FakeSandbox.Ok());
    }

    [Fact]
    public async Task Cancel_WithNoWorkerToBeHad_IsRecordedAllTheSame()
    {
        _box.Sandbox.Bodies["odd"] = (_, _, _) => throw new IOException("no worker");
        await _box.StartAsync();
        var posted = await PostAsync("""[{"body":"odd"}]""", OnCancel);
        await _box.UntilAsync(posted.Id, _ => _box.Sandbox.Runs.Count > 1);

        await CancelAsync(posted.Id);

        Assert.Equal(JobStatus.Canceled, (await _box.EndOfAsync(posted.Id)).Status);
    }

    private async Task<JobView> PostAsync(string chain, string more, string job = "") => await _box.PostJobAsync(await _box.PostWorkflowAsync(chain, more), job);

    private async Task<JobView> CancelAsync(Guid job) =>
        Assert.IsType<JobCancellation.Canceled>(await _box.Engine.Jobs.CancelAsync(job, "tester", TestContext.Current.CancellationToken)).Job;
}
