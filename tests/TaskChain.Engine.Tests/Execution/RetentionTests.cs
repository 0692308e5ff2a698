using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Execution;

public sealed class RetentionTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Retention_ByAge_RemovesWhatEndedLongAgoAndNothingElse()
    {
        _box.Options.Retention.MaxAge = TimeSpan.FromHours(1);
        await _box.StartAsync();
        var old = await _box.RunAsync("""[{"body":"one"}]""");
        var later = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"one"}]"""), $$""","exec_after":"{{_box.Time.GetUtcNow().AddHours(9):O}}" """);
        _box.Time.Advance(TimeSpan.FromMinutes(50));
        var young = await _box.RunAsync("""[{"body":"one"}]""");
        _box.Time.Advance(TimeSpan.FromMinutes(11));

        await UntilGoneAsync(old.Id);

        Assert.NotNull(await FindAsync(young.Id));
        Assert.NotNull(await FindAsync(later.Id));
    }

    [Fact]
    public async Task Retention_ByCount_KeepsThoseThatEndedLast()
    {
        _box.Options.Retention.MaxCount = 2;
        await _box.StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await _box.RunAsync("""[{"body":"one"}]""")).Id);
            _box.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        foreach (var id in ids.Take(3)) await UntilGoneAsync(id);

        foreach (var id in ids.Skip(3)) Assert.NotNull(await FindAsync(id));
    }

    private Task<JobView?> FindAsync(Guid job) => _box.Engine.Jobs.FindAsync(job, TestContext.Current.CancellationToken);

    private async Task UntilGoneAsync(Guid job)
    {
        for (var tries = 0; await FindAsync(job) is not null; tries++)
        {
            Assert.True(tries < 100, "The job is still there.");
            await _box.WaitAsync(TimeSpan.FromSeconds(5));
        }
    }
}
