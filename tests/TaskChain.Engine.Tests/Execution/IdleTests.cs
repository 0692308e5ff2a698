using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Execution;

public sealed class IdleTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N54_IdleRunner_LeavesJobsQueuedUntilItIsWoken(bool askedHere)
    {
        await _box.StartAsync();
        var asked = askedHere ? _box.Engine : _box.Create();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var runner = _box.Engine.Status.Runner!.Value.Value;
        Assert.True(await asked.Runners.SetIdleAsync(runner, true, TestContext.Current.CancellationToken));
        if (!askedHere) await _box.WaitAsync(TimeSpan.FromSeconds(3));

        var posted = await _box.PostJobAsync(workflow);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(JobStatus.Queued, (await _box.Engine.Jobs.FindAsync(posted.Id, TestContext.Current.CancellationToken))?.Status);
        Assert.Empty(_box.Sandbox.Runs);
        Assert.True(Assert.Single(await asked.Runners.ListAsync(TestContext.Current.CancellationToken)).IsIdle);
        Assert.True(await asked.Runners.SetIdleAsync(runner, false, TestContext.Current.CancellationToken));
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(posted.Id)).Status);
    }

    [Fact]
    public async Task Idle_WhenTheNodeJoinsAnew_StaysIdle()
    {
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        var before = _box.Engine.Status.Runner!.Value;
        await _box.Engine.Runners.SetIdleAsync(before.Value, true, TestContext.Current.CancellationToken);
        _box.Storage.Runners.LoseSession(before);
        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);
        await other.StopAsync(TestContext.Current.CancellationToken);
        while (_box.Engine.Status.Runner is not { } now || now == before) await _box.WaitAsync(TimeSpan.FromSeconds(1));

        var posted = await _box.PostJobAsync(workflow);
        await _box.WaitAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(JobStatus.Queued, (await _box.Engine.Jobs.FindAsync(posted.Id, TestContext.Current.CancellationToken))?.Status);
        await _box.Engine.Runners.SetIdleAsync(_box.Engine.Status.Runner!.Value.Value, false, TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(posted.Id)).Status);
    }

    [Fact]
    public async Task SetIdle_OfAnUnknownRunner_IsFalse()
    {
        await _box.StartAsync();

        Assert.False(await _box.Engine.Runners.SetIdleAsync(Guid.NewGuid(), true, TestContext.Current.CancellationToken));
    }
}
