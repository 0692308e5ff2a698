using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

/// <summary>Lists, numbers, parts of logbooks, and removal.</summary>
public abstract class QueryConformance(StoreHarness stores) : Conformance(stores)
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private readonly RunnerId _runner = Sample.NewRunner();
    private readonly List<NewJob> _jobs = [];

    private IJobStore Store => Stores.Jobs;

    [Fact]
    public async Task List_BySearchTerms_NeedsAllOfThem()
    {
        await PostAsync(new("vm", "1"), new("origin", "a"));
        await PostAsync(new("vm", "2"), new("origin", "a"));
        await PostAsync(new("vm", "1"), new("origin", "b"));
        await PostAsync();

        Assert.Equal([2, 0], await ListAsync(new JobFilter { Search = [new("vm", "1")] }));
        Assert.Equal([0], await ListAsync(new JobFilter { Search = [new("vm", "1"), new("origin", "a")] }));
        Assert.Equal([0], await ListAsync(new JobFilter { Search = [new("origin", "a"), new("vm", "1")] }));
        Assert.Empty(await ListAsync(new JobFilter { Search = [new("vm", "1"), new("task", "a")] }));
        Assert.Empty(await ListAsync(new JobFilter { Search = [new("1", "vm")] }));
    }

    [Fact]
    public async Task List_SearchTermsBesideOtherFilters_MustAllHold()
    {
        await PostAsync("a", "t", "c", new SearchTerm("vm", "1"));
        await PostAsync("b", "t", null, new SearchTerm("vm", "1"));
        await PostAsync("a", null, "c", new SearchTerm("vm", "1"));
        await Store.AppendAsync(Sample.Append(_jobs[2], 2, move: new JobMove(JobStatus.Failed)), Token);
        SearchTerm[] vm = [new("vm", "1")];

        Assert.Equal([2, 0], await ListAsync(new JobFilter { Search = vm, Name = "a" }));
        Assert.Equal([1, 0], await ListAsync(new JobFilter { Search = vm, Target = "t" }));
        Assert.Equal([2, 0], await ListAsync(new JobFilter { Search = vm, Consumer = "c" }));
        Assert.Equal([2], await ListAsync(new JobFilter { Search = vm, Status = JobStatus.Failed }));
        Assert.Equal([0], await ListAsync(new JobFilter { Search = vm, Status = JobStatus.Running, Name = "a", Target = "t", Consumer = "c" }));
        Assert.Equal([1, 0], await ListAsync(new JobFilter { Search = vm, Until = Start.AddSeconds(1) }));
        Assert.Empty(await ListAsync(new JobFilter { Search = [new("vm", "2")], Target = "t" }));
    }

    [Fact]
    public async Task List_LongAndOddSearchValues_AreFound()
    {
        string longest = new('x', 5000), odd = "a\0b'\"%\\";
        await PostAsync(new SearchTerm("vm", longest));
        await PostAsync(new SearchTerm("vm", odd));
        await PostAsync(new SearchTerm("vm", longest + "y"));

        Assert.Equal([0], await ListAsync(new JobFilter { Search = [new("vm", longest)] }));
        Assert.Equal([1], await ListAsync(new JobFilter { Search = [new("vm", odd)] }));
    }

    [Fact]
    public async Task List_ByConsumerAndTime_IsWhatWasPostedThen()
    {
        foreach (string? consumer in new[] { "a", "b", null, "a" }) await PostAsync("wf", null, consumer);

        Assert.Equal([3, 0], await ListAsync(new JobFilter { Consumer = "a" }));
        Assert.Equal([3, 2, 1], await ListAsync(new JobFilter { Since = Start.AddSeconds(1) }));
        Assert.Equal([1, 0], await ListAsync(new JobFilter { Until = Start.AddSeconds(1) }));
        Assert.Equal([2, 1], await ListAsync(new JobFilter { Since = Start.AddSeconds(1), Until = Start.AddSeconds(2) }));
        Assert.Equal([3], await ListAsync(new JobFilter { Consumer = "a", Since = Start.AddSeconds(1) }));
    }

    [Fact]
    public async Task List_PostedAtTheSameTime_IsOrderedById()
    {
        for (int i = 0; i < 9; i++) _jobs.Add(Sample.New() with { Id = new JobId(Guid.NewGuid()), CreatedAt = Start });
        foreach (var job in _jobs) await Store.InsertAsync(job, Token);

        var listed = await Stores.Queries.ListAsync(new JobFilter(), Token);

        Assert.Equal(_jobs.Select(job => job.Id.ToString()).OrderDescending(StringComparer.Ordinal), listed.Select(job => job.Posted.Id.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_PageByPage_HasEveryJobOnceWhateverIsStoredMeanwhile(bool search)
    {
        for (int i = 0; i < 23; i++)
        {
            await PostAsync("wf", null, null, new SearchTerm("vm", "1"));
            if (i % 5 == 0) await Store.AppendAsync(Sample.Append(_jobs[^1], 2, move: new JobMove(JobStatus.Succeeded)), Token);
        }

        var filter = new JobFilter { Limit = 5, Search = search ? [new("vm", "1")] : [] };
        var seen = new List<JobId>();
        for (JobCursor? after = null; ;)
        {
            var page = await Stores.Queries.ListAsync(filter with { After = after }, Token);
            seen.AddRange(page.Select(job => job.Posted.Id));
            await PostAsync("wf", null, null, new SearchTerm("vm", "1"));
            if (page.Count < 5) break;
            after = new JobCursor(page[^1].Posted.CreatedAt, page[^1].Posted.Id);
        }

        Assert.Equal(_jobs.Take(23).Reverse().Select(job => job.Id), seen);
        var second = await Stores.Queries.ListAsync(filter with { Offset = 5 }, Token);
        Assert.Equal(_jobs.AsEnumerable().Reverse().Skip(5).Take(5).Select(job => job.Id), second.Select(job => job.Posted.Id));
    }

    [Fact]
    public async Task List_FarBeyondTheEnd_IsEmpty()
    {
        await PostAsync("wf", "t", null, new SearchTerm("vm", "1"));

        Assert.Empty(await Stores.Queries.ListAsync(new JobFilter { Offset = int.MaxValue, Limit = 1000 }, Token));
        Assert.Empty(await Stores.Queries.ListAsync(new JobFilter { Search = [new("vm", "1")], Offset = int.MaxValue, Limit = 1000 }, Token));
    }

    [Fact]
    public async Task Count_IsTheNumberOfMatchesWithoutPaging()
    {
        for (int i = 0; i < 7; i++) await PostAsync(i % 2 == 0 ? "a" : "b", "t", "c", new SearchTerm("vm", $"{i % 3}"));
        var cursor = new JobCursor(Start.AddSeconds(3), _jobs[3].Id);

        Assert.Equal(7, await Stores.Queries.CountAsync(new JobFilter { Limit = 2, Offset = 3, After = cursor }, Token));
        Assert.Equal(4, await Stores.Queries.CountAsync(new JobFilter { Name = "a" }, Token));
        Assert.Equal(3, await Stores.Queries.CountAsync(new JobFilter { Search = [new("vm", "0")], Limit = 1, After = cursor }, Token));
        Assert.Equal(2, await Stores.Queries.CountAsync(new JobFilter { Search = [new("vm", "0")], Name = "a", Target = "t" }, Token));
        Assert.Equal(2, await Stores.Queries.CountAsync(new JobFilter { Since = Start.AddSeconds(5) }, Token));
        Assert.Equal(0, await Stores.Queries.CountAsync(new JobFilter { Status = JobStatus.Waiting }, Token));
        Assert.Equal(0, await Stores.Queries.CountAsync(new JobFilter { Search = [new("vm", "9")] }, Token));
    }

    [Fact]
    public async Task CountLive_IsThoseOfTheConsumerThatHaveNotEnded()
    {
        foreach (string? consumer in new[] { "a", "a", "a", "b", null }) await PostAsync("wf", null, consumer);
        await Store.AppendAsync(Sample.Append(_jobs[0], 2, move: new JobMove(JobStatus.Failed)), Token);
        await Store.AppendAsync(Sample.Append(_jobs[1], 2, move: new JobMove(JobStatus.Waiting)), Token);

        Assert.Equal(2, await Stores.Queries.CountLiveAsync("a", Token));
        Assert.Equal(1, await Stores.Queries.CountLiveAsync("b", Token));
        Assert.Equal(0, await Stores.Queries.CountLiveAsync("c", Token));
    }

    [Fact]
    public async Task Totals_AreByStatusAndAge()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (double hours in new[] { 0.1, 0.2, 1.5, 3, 23, 25, 1000 }) await Store.InsertAsync(Sample.New() with { CreatedAt = now.AddHours(-hours) }, Token);
        var failed = Sample.New(owner: _runner) with { CreatedAt = now };
        await Store.InsertAsync(failed, Token);
        await Store.AppendAsync(Sample.Append(failed, 2, move: new JobMove(JobStatus.Failed)), Token);

        var totals = await Stores.Queries.TotalsAsync(Token);

        Assert.Equal(
            (2L, 2L, 1L, 2L),
            (totals.AllTime[JobStatus.Queued], totals.Past24h[JobStatus.Queued], totals.PastHour[JobStatus.Queued], totals.Current[JobStatus.Queued]));
        Assert.Equal((1L, 0L, 7), (totals.Current[JobStatus.Failed], totals.AllTime[JobStatus.Failed], totals.AllTime.Count));
    }

    [Fact]
    public async Task ReadLog_FromASequence_HasTheEntriesSince()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(new JobAppend(job.Id, 1, 2, 3, Sample.Json("b"), null), Token);
        await Store.AppendAsync(Sample.Append(job, 5, "c", move: new JobMove(JobStatus.Succeeded)), Token);

        var all = await Stores.Queries.ReadLogAsync(job.Id, 0, Token);

        Assert.Equal((JobStatus.Succeeded, 3), (all!.Status, all.Entries.Count));
        Assert.Equal([(2, 3), (5, 1)], await FromAsync(2));
        Assert.Equal([(2, 3), (5, 1)], await FromAsync(4));
        Assert.Equal([(5, 1)], await FromAsync(5));
        Assert.Empty(await FromAsync(6));
        Assert.Null(await Stores.Queries.ReadLogAsync(new JobId(Guid.NewGuid()), 0, Token));

        async Task<IEnumerable<(int, int)>> FromAsync(int sequence) =>
            (await Stores.Queries.ReadLogAsync(job.Id, sequence, Token))!.Entries.Select(e => (e.Sequence, e.EventCount));
    }

    [Fact]
    public async Task Delete_FinalJob_LeavesNothingOfIt()
    {
        await PostAsync(new SearchTerm("vm", "1"));
        var job = _jobs[0];
        await Store.AppendInfoAsync(job.Id, Sample.Json("said"), Token);

        var live = await Stores.Control.DeleteAsync(job.Id, Token);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Succeeded)), Token);
        var deleted = await Stores.Control.DeleteAsync(job.Id, Token);
        var again = await Stores.Control.DeleteAsync(job.Id, Token);

        Assert.Equal((DeleteJobOutcome.Live, DeleteJobOutcome.Deleted, DeleteJobOutcome.NotFound), (live, deleted, again));
        Assert.Null(await Store.FindAsync(job.Id, Token));
        Assert.Empty(await Store.ReadOutputAsync(job.Id, null, Token));
        Assert.Empty(await ListAsync(new JobFilter { Search = [new("vm", "1")] }));
        Assert.Equal(0, await Stores.Queries.CountAsync(new JobFilter { Search = [new("vm", "1")] }, Token));
        await Store.InsertAsync(job, Token);
        Assert.Single((await Store.ReadAsync(job)).Log);
    }

    [Fact]
    public async Task Prune_ByAge_TakesThoseThatEndedLongAgo()
    {
        await PostAndEndAsync(3);
        await Stores.AdvanceAsync(TimeSpan.FromDays(2));
        await PostAndEndAsync(2);
        await PostAsync();

        Assert.Equal(0, await Stores.Control.PruneAsync(TimeSpan.FromDays(3), null, 10, Token));
        Assert.Equal(2, await Stores.Control.PruneAsync(TimeSpan.FromDays(1), null, 2, Token));
        Assert.Equal(1, await Stores.Control.PruneAsync(TimeSpan.FromDays(1), null, 2, Token));
        Assert.Equal([5, 4, 3], await ListAsync(new JobFilter()));
    }

    [Fact]
    public async Task Prune_ByCount_TakesThoseThatEndedFirst()
    {
        for (int i = 0; i < 5; i++)
        {
            await PostAndEndAsync(1);
            await Stores.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await PostAsync();

        Assert.Equal(0, await Stores.Control.PruneAsync(null, null, 10, Token));
        Assert.Equal(0, await Stores.Control.PruneAsync(null, 5, 10, Token));
        Assert.Equal(2, await Stores.Control.PruneAsync(TimeSpan.FromDays(1), 2, 2, Token));
        Assert.Equal([5, 4, 3, 2], await ListAsync(new JobFilter()));
        Assert.Equal(1, await Stores.Control.PruneAsync(null, 2, 2, Token));
        Assert.Equal([5, 4, 3], await ListAsync(new JobFilter()));
    }

    [Fact]
    public async Task Prune_ManyAtOnce_NeverTakesTooMany()
    {
        await PostAndEndAsync(40);

        var gone = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Stores.Control.PruneAsync(null, 30, 5, Token))));

        Assert.InRange(gone.Sum(), 5, 10);
        while (await Stores.Control.PruneAsync(null, 30, 5, Token) == 5)
        {
        }

        Assert.Equal(30, await Stores.Queries.CountAsync(new JobFilter(), Token));
    }

    private Task PostAsync(params SearchTerm[] search) => PostAsync("wf", null, null, search);

    private async Task PostAsync(string name, string? target, string? consumer, params SearchTerm[] search)
    {
        var job = Sample.New(name: name, target: target, owner: _runner) with
        {
            CreatedAt = Start.AddSeconds(_jobs.Count),
            Consumer = consumer,
            Search = search,
        };
        _jobs.Add(job);
        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job, Token));
    }

    private async Task PostAndEndAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await PostAsync();
            await Store.AppendAsync(Sample.Append(_jobs[^1], 2, move: new JobMove(JobStatus.Succeeded)), Token);
        }
    }

    private async Task<IEnumerable<int>> ListAsync(JobFilter filter) =>
        (await Stores.Queries.ListAsync(filter, Token)).Select(found => _jobs.FindIndex(job => job.Id == found.Posted.Id));
}
