using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Execution;

public sealed class FairnessTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    public async Task N67_TenThousandDelayedJobsAhead_DoNotHoldUpAReadyOne(int slots)
    {
        _box.Options.Slots = slots;
        var workflow = await PostWorkflowAsync();
        var later = _box.Time.GetUtcNow().AddDays(1);
        for (var i = 0; i < 10_000; i++) await _box.PostJobAsync(workflow, $$""","exec_after":"{{later:O}}" """);
        var ready = await _box.PostJobAsync(workflow); // No runner yet: it stands behind all of them on the board.

        await _box.Create().StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(ready.Id)).Status);
        Assert.Single(_box.Sandbox.Runs);
        var next = await _box.PostJobAsync(workflow);
        Assert.Equal(JobStatus.Succeeded, (await _box.EndOfAsync(next.Id)).Status);
    }

    /// <summary>Workflows are posted to an engine that knows the catalogue; it is stopped again, so that nobody claims.</summary>
    private async Task<Guid> PostWorkflowAsync()
    {
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"one"}]""");
        await _box.Engine.StopAsync(TestContext.Current.CancellationToken);
        return workflow;
    }
}
