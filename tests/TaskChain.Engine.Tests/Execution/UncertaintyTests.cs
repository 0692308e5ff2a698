using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>Writes whose answers are lost must leave no job that is owned by a living runner and run by nobody.</summary>
public sealed class UncertaintyTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();
    private readonly UncertainJobStore _store;

    public UncertaintyTests()
    {
        _store = new UncertainJobStore(_box.Storage.Jobs);
        _box.Jobs = _store;
    }

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Insert_WhoseAnswerIsLost_IsRunByTheNextLife()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var id = Guid.NewGuid();
        _store.LostInserts = 1;

        await Assert.ThrowsAsync<IOException>(() => _box.PostJobAsync(workflow, $$""","uuid":"{{id}}" """));

        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(id)).Status);
        Assert.Equal(0, _box.Engine.Status.RunningJobs);
    }

    [Fact]
    public async Task Claim_WhoseAnswerIsLost_IsClaimedAgain()
    {
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        _store.LostClaims = 2;
        var job = await _box.PostJobAsync(workflow, $$""","exec_after":"{{_box.Time.GetUtcNow().AddSeconds(1):O}}" """);

        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(job.Id)).Status);
        Assert.Single(_box.Sandbox.Runs);
    }

    [Fact]
    public async Task Append_WhoseAnswerIsLost_IsRecognisedAndNothingRunsTwice()
    {
        _store.LostAppends = 2;

        var job = await _box.RunAsync("""[{"body":"one"},{"body":"two"},{"body":"three"}]""");

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(["one", "two", "three"], _box.Sandbox.Runs.Select(run => run.Source));
    }

    [Fact]
    public async Task Job_WithADamagedLogbook_FailsInsteadOfBeingTakenUpForEver()
    {
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"one"}]"""), $$""","exec_after":"{{_box.Time.GetUtcNow().AddSeconds(1):O}}" """);
        var stored = await _box.Storage.Jobs.FindAsync(new JobId(posted.Id), TestContext.Current.CancellationToken);
        var broken = stored!.Posted with { Id = new JobId(Guid.NewGuid()), LockHash = "gone", NotBefore = null };
        await _box.Storage.Jobs.InsertAsync(broken, TestContext.Current.CancellationToken);

        var job = await _box.EndOfAsync(broken.Id.Value);

        Assert.Equal((JobStatus.Failed, "InternalError"), (job.Status, job.Error?.Code));
        Assert.Contains("lock file 'gone'", job.Error?.Message, StringComparison.Ordinal);
    }
}
