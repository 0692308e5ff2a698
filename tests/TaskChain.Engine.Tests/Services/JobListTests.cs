using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Services;

public sealed class JobListTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();
    private Guid _workflow;

    public async ValueTask InitializeAsync()
    {
        await _box.StartAsync();
        _workflow = await _box.PostWorkflowAsync("""[{"name":"t","body":"one"}]""", ",\"onerror\":[{\"body\":\"x\"}],\"oncancel\":[{\"body\":\"y\"}]");
    }

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Theory]
    [InlineData(0, 10, 7, 7L, false)]
    [InlineData(0, 7, 7, 7L, false)]
    [InlineData(0, 3, 3, 7L, true)]
    [InlineData(3, 3, 3, 7L, true)]
    [InlineData(6, 3, 1, 7L, false)]
    [InlineData(4, 3, 3, 7L, false)]
    [InlineData(7, 3, 0, 7L, false)]
    [InlineData(50, 3, 0, 7L, false)]
    public async Task N64_List_OfAPage_TellsHowManyThereAre(int offset, int limit, int found, long total, bool more)
    {
        await PostAsync(7);

        var page = await ListAsync(new JobFilter { Offset = offset, Limit = limit });

        Assert.Equal((found, total, more), (page.Jobs.Count, page.Total, page.Next is not null));
    }

    [Fact]
    public async Task List_WithoutCount_CountsNothing()
    {
        await PostAsync(5);

        var full = await _box.Engine.Jobs.ListAsync(new JobFilter { Limit = 5 }, count: false, Token);

        Assert.Null(full.Total);
        Assert.NotNull(full.Next); // Whether there are more was not looked at.
    }

    [Fact]
    public async Task List_OfNothing_IsEmpty()
    {
        var page = await ListAsync(new JobFilter { Name = "nobody" });

        Assert.Empty(page.Jobs);
        Assert.Equal((0L, null), (page.Total, page.Next));
    }

    [Fact]
    public async Task List_ByCursor_GoesThroughAllOnceThoughOthersArePosted()
    {
        var posted = await PostAsync(10);
        var seen = new List<Guid>();
        JobCursor? after = null;
        do
        {
            var page = await ListAsync(new JobFilter { After = after, Limit = 3 });
            if (after is not null) Assert.Null(page.Total);
            seen.AddRange(page.Jobs.Select(job => job.Id));
            after = page.Next;
            await PostAsync(1);
        }
        while (after is not null);

        Assert.Equal(posted.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task N64_List_LeavesOutBodies_AndShowsWhatItKnows()
    {
        var posted = await _box.PostJobAsync(_workflow, ",\"vm_uuid\":\"v\",\"target\":\"/t\",\"a\":1");
        await _box.EndOfAsync(posted.Id);

        var job = EngineBox.Written(Assert.Single((await ListAsync(new JobFilter())).Jobs));

        Assert.Equal(
            [
                "uuid", "workflow_uuid", "workflow", "name", "execution", "params", "target", "exec_after", "created_at", "num_attempts", "timeout", "max_attempts",
                "runner_id", "finished_at", "vm_uuid",
            ],
            job.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("succeeded", "v", 10), (job.GetProperty("execution").GetString(), job.GetProperty("vm_uuid").GetString(), job.GetProperty("max_attempts").GetInt32()));
    }

    [Fact]
    public async Task List_OfHeldAndCancelledJobs_SaysSo()
    {
        var held = new HeldBodies(_box);
        held.Hold("one", FakeSandbox.Of(Sandbox.TaskRunOutcome.Canceled));
        held.Hold("y");
        var running = await _box.PostJobAsync(_workflow);
        await held.UntilAsync(1);
        _box.Time.Advance(TimeSpan.FromMilliseconds(1));
        var queued = (await PostAsync(1))[0];
        await _box.Engine.Jobs.PauseAsync(queued, Token);
        await _box.Engine.Jobs.CancelAsync(running.Id, null, Token);
        await held.UntilAsync(2);

        var jobs = (await ListAsync(new JobFilter())).Jobs;

        Assert.Equal([(queued, true, false), (running.Id, false, true)], jobs.Select(job => (job.Id, job.IsPaused, job.IsCancelRequested)));
        Assert.True(EngineBox.Written(jobs[0]).GetProperty("paused").GetBoolean());
        Assert.True(EngineBox.Written(jobs[1]).GetProperty("cancel_requested").GetBoolean());
    }

    [Fact]
    public async Task N21_Totals_AreAtMostASecondOld()
    {
        await PostAsync(2);
        var first = await _box.Engine.Jobs.TotalsAsync(Token);
        await PostAsync(1);

        var soon = await _box.Engine.Jobs.TotalsAsync(Token);
        _box.Time.Advance(TimeSpan.FromSeconds(1));
        var later = await _box.Engine.Jobs.TotalsAsync(Token);

        Assert.Equal(2, first.Current[JobStatus.Queued]);
        Assert.Same(first, soon);
        Assert.Equal(3, later.Current[JobStatus.Queued]);
    }

    [Fact]
    public async Task Snapshot_TellsWhatIsGoingOn()
    {
        var held = new HeldBodies(_box);
        held.Hold("one");
        var running = await _box.PostJobAsync(_workflow);
        await held.UntilAsync(1);
        var queued = await PostAsync(2);
        _box.Time.Advance(TimeSpan.FromHours(3));

        var snapshot = await _box.Engine.Jobs.SnapshotAsync(Token);

        Assert.True(snapshot.Uptime >= TimeSpan.FromHours(3));
        Assert.Equal((3, 2, 1, 0), (snapshot.TotalJobs, snapshot.Jobs[JobStatus.Queued], snapshot.Jobs[JobStatus.Running], snapshot.Jobs[JobStatus.Failed]));
        Assert.Equal([running.Id], snapshot.Running.Select(job => job.Id));
        Assert.Equal(queued.AsEnumerable().Reverse(), snapshot.Queued.Select(job => job.Id));
        Assert.Equal(1, snapshot.RunningHere);
        Assert.Equal(_box.Engine.Status.Runner, Assert.Single(snapshot.Runners).Id);
    }

    [Fact]
    public async Task Delete_OfAnEndedJob_IsForGood()
    {
        var ended = await _box.EndOfAsync((await _box.PostJobAsync(_workflow)).Id);
        var live = (await PostAsync(1))[0];

        Assert.Equal(DeleteJobOutcome.Live, await _box.Engine.Jobs.DeleteAsync(live, Token));
        Assert.Equal(DeleteJobOutcome.Deleted, await _box.Engine.Jobs.DeleteAsync(ended.Id, Token));
        Assert.Equal(DeleteJobOutcome.NotFound, await _box.Engine.Jobs.DeleteAsync(ended.Id, Token));

        Assert.Null(await _box.Engine.Jobs.FindAsync(ended.Id, Token));
        Assert.Equal([live], (await ListAsync(new JobFilter())).Jobs.Select(job => job.Id));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Jobs for much later, a millisecond apart.</summary>
    private async Task<List<Guid>> PostAsync(int jobs)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < jobs; i++)
        {
            ids.Add((await _box.PostJobAsync(_workflow, ",\"exec_after\":\"2027-01-01T00:00:00Z\"")).Id);
            _box.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return ids;
    }

    private Task<JobPage> ListAsync(JobFilter filter) => _box.Engine.Jobs.ListAsync(filter, count: true, Token);
}
