using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>Failures of the store that do not pass end the job, not the node's patience.</summary>
public sealed class StoreFaultTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Append_ThatNeverWillSucceed_FailsTheJobWithTheReason()
    {
        _box.Storage.Jobs.BeforeAppend = append => Ends(append) ? Task.CompletedTask : throw new Fault(isTransient: false);

        var job = await _box.RunAsync("""[{"body":"one"},{"body":"two"}]""");

        Assert.Equal((JobStatus.Failed, "InternalError"), (job.Status, job.Error?.Code));
        Assert.Contains("The store does not take it.", job.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(["one"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Append_ThatNeverWillSucceed_OfACancelledJob_EndsItCanceled()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"},{"body":"two"}]""", ""","oncancel":[{"body":"tidy"}]""");
        _box.Storage.Jobs.BeforeAppend = async append =>
        {
            if (Ends(append)) return;
            await _box.Storage.Control.RequestCancelAsync(append.Job, CancellationToken.None);
            throw new ArgumentException("A mistake of the program.");
        };
        var posted = await _box.PostJobAsync(workflow);

        Assert.Equal(JobStatus.Canceled, (await _box.EndOfAsync(posted.Id)).Status);
    }

    [Fact]
    public async Task Append_ThatFailsForGoodEvenForTheEnd_GivesTheJobToAnotherLife()
    {
        var failures = 2;
        var before = _box.Engine.Status.Runner;
        _box.Storage.Jobs.BeforeAppend = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new Fault(isTransient: false) : Task.CompletedTask;

        var job = await _box.RunAsync("""[{"body":"one"},{"body":"two"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.NotEqual(before, _box.Engine.Status.Runner);
    }

    [Fact]
    public async Task Append_ThatMaySucceedLater_IsTriedAgain()
    {
        var failures = 20;
        _box.Storage.Jobs.BeforeAppend = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new Fault(isTransient: true) : Task.CompletedTask;

        var job = await _box.RunAsync("""[{"body":"one"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Single(_box.Sandbox.Runs);
    }

    private static bool Ends(JobAppend append) => append is { Move.Status: JobStatus.Failed or JobStatus.Canceled };

    private sealed class Fault(bool isTransient) : Exception("The store does not take it."), IStoreFault
    {
        public bool IsTransient => isTransient;
    }
}
