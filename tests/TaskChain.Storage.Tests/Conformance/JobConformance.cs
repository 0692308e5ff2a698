using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public abstract class JobConformance(StoreHarness stores) : Conformance(stores)
{
    private readonly RunnerId _runner = Sample.NewRunner();

    private IJobStore Store => Stores.Jobs;

    [Fact]
    public async Task Insert_QueuedJob_IsReadBackAsPosted()
    {
        var job = Sample.New(priority: 7, name: "wf-1", target: "vm/1") with { NotBefore = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        var outcome = await Store.InsertAsync(job, Token);

        var stored = await Store.ReadAsync(job);
        Assert.Equal(InsertJobOutcome.Inserted, outcome);
        Assert.Equal((JobStatus.Queued, 0L, null), (stored.Status, stored.Epoch, stored.Owner));
        Assert.Equal(
            (job.Id, job.WorkflowId, job.WorkflowRevision, job.Name, job.Target, job.Priority, job.CreatedAt, job.NotBefore, job.LockHash),
            (stored.Posted.Id, stored.Posted.WorkflowId, stored.Posted.WorkflowRevision, stored.Posted.Name, stored.Posted.Target, stored.Posted.Priority,
                stored.Posted.CreatedAt, stored.Posted.NotBefore, stored.Posted.LockHash));
        Assert.Equal(job.Document.ToArray(), stored.Posted.Document.ToArray());
        Assert.Empty(stored.Log);
    }

    [Fact]
    public async Task Insert_ClaimedJob_RunsInEpochOneWithItsFirstEntry()
    {
        var job = await Store.InsertClaimedAsync(_runner);

        var stored = await Store.ReadAsync(job);
        Assert.Equal((JobStatus.Running, 1L, (RunnerId?)_runner), (stored.Status, stored.Epoch, stored.Owner));
        var entry = Assert.Single(stored.Log);
        Assert.Equal((0, 2), (entry.Sequence, entry.EventCount));
        Assert.Equal(job.Events.ToArray(), entry.Events.ToArray());
    }

    [Fact]
    public async Task Insert_TakenId_ChangesNothing()
    {
        var job = await Store.InsertClaimedAsync(_runner);

        var outcome = await Store.InsertAsync(Sample.New(name: "other", owner: _runner) with { Id = job.Id }, Token);

        Assert.Equal(InsertJobOutcome.IdTaken, outcome);
        var stored = await Store.ReadAsync(job);
        Assert.Equal(job.Name, stored.Posted.Name);
        Assert.Single(stored.Log);
    }

    [Fact]
    public async Task Insert_SameIdAtTheSameTime_OnlyOneIsStored()
    {
        var job = Sample.New(owner: _runner);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.InsertAsync(job, Token).AsTask()));

        Assert.Single(outcomes, InsertJobOutcome.Inserted);
        Assert.Single((await Store.ReadAsync(job)).Log);
    }

    [Fact]
    public async Task Append_UnderTheClaim_IsInTheLogbook()
    {
        var job = await Store.InsertClaimedAsync(_runner);

        var outcome = await Store.AppendAsync(new JobAppend(job.Id, 1, 2, 3, Sample.Json("a"), null), Token);
        var second = await Store.AppendAsync(Sample.Append(job, 5, "b"), Token);

        Assert.Equal((AppendOutcome.Appended, AppendOutcome.Appended), (outcome, second));
        var stored = await Store.ReadAsync(job);
        Assert.Equal([(0, 2), (2, 3), (5, 1)], stored.Log.Select(e => (e.Sequence, e.EventCount)));
        Assert.Equal(Sample.Json("b"), stored.Log[2].Events.ToArray());
        Assert.Equal((JobStatus.Running, (RunnerId?)_runner), (stored.Status, stored.Owner));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public async Task Append_OtherEpochOrSequence_IsStaleAndWritesNothing(long epoch, int sequence)
    {
        var job = await Store.InsertClaimedAsync(_runner);

        var outcome = await Store.AppendAsync(
            Sample.Append(job, sequence, epoch: epoch, move: new JobMove(JobStatus.Succeeded)), Token);

        Assert.Equal(AppendOutcome.Stale, outcome);
        var stored = await Store.ReadAsync(job);
        Assert.Equal(JobStatus.Running, stored.Status);
        Assert.Single(stored.Log);
    }

    [Fact]
    public async Task Append_UnknownJob_IsStale()
    {
        Assert.Equal(AppendOutcome.Stale, await Store.AppendAsync(Sample.Append(Sample.New(), 0), Token));
    }

    [Fact]
    public async Task Append_SameEntryAgain_IsAppendedOnce()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        var append = Sample.Append(job, 2, move: new JobMove(JobStatus.Succeeded));

        var first = await Store.AppendAsync(append, Token);
        var again = await Store.AppendAsync(append, Token);
        var other = await Store.AppendAsync(append with { Events = Sample.Json("other") }, Token);

        Assert.Equal((AppendOutcome.Appended, AppendOutcome.Appended, AppendOutcome.Stale), (first, again, other));
        Assert.Equal(2, (await Store.ReadAsync(job)).Log.Count);
    }

    [Theory]
    [InlineData(JobStatus.Succeeded)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Canceled)]
    [InlineData(JobStatus.Retried)]
    [InlineData(JobStatus.Waiting)]
    [InlineData(JobStatus.Queued)]
    public async Task Append_WithMove_MovesTheJobAndEndsTheClaim(JobStatus status)
    {
        var job = await Store.InsertClaimedAsync(_runner);

        var outcome = await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(status)), Token);
        var late = await Store.AppendAsync(Sample.Append(job, 3, "late"), Token);

        var stored = await Store.ReadAsync(job);
        Assert.Equal((AppendOutcome.Appended, AppendOutcome.Stale), (outcome, late));
        Assert.Equal((status, null, 1L), (stored.Status, stored.Owner, stored.Epoch));
        Assert.Equal(2, stored.Log.Count);
    }

    [Fact]
    public async Task Append_WithSuccessor_StoresBothOrNothing()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        NewJob successor = Sample.New(), unwanted = Sample.New();
        var append = Sample.Append(job, 2, move: new JobMove(JobStatus.Retried), successor: successor);

        var outcome = await Store.AppendAsync(append, Token);
        var again = await Store.AppendAsync(append, Token);
        var stale = await Store.AppendAsync(Sample.Append(job, 3, move: new JobMove(JobStatus.Retried), successor: unwanted), Token);

        Assert.Equal((AppendOutcome.Appended, AppendOutcome.Appended, AppendOutcome.Stale), (outcome, again, stale));
        Assert.Equal(JobStatus.Queued, (await Store.ReadAsync(successor)).Status);
        Assert.Equal(JobStatus.Retried, (await Store.ReadAsync(job)).Status);
        Assert.Null(await Store.FindAsync(unwanted.Id, Token));
    }

    [Fact]
    public async Task Append_ManyJobsAtOnce_EveryLogbookIsWhole()
    {
        const int Count = 200, Entries = 10;
        var jobs = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Store.InsertClaimedAsync(_runner)));

        await Task.WhenAll(jobs.Select(async job =>
        {
            for (int i = 0; i < Entries; i++)
            {
                Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(Sample.Append(job, 2 + i, $"{job.Id}-{i}"), Token));
            }
        }));

        foreach (var job in jobs)
        {
            var log = (await Store.ReadAsync(job)).Log;
            Assert.Equal([0, .. Enumerable.Range(2, Entries)], log.Select(e => e.Sequence));
            Assert.Equal(Sample.Json($"{job.Id}-{Entries - 1}"), log[^1].Events.ToArray());
        }
    }

    [Fact]
    public async Task List_WithFilters_IsNewestFirst()
    {
        var jobs = new List<NewJob>();
        foreach (var (name, target) in new[] { ("a", "t1"), ("b", "t1"), ("a", "t2"), ("a", null), ("b", "t2") })
        {
            var job = Sample.New(name: name, target: target, owner: _runner);
            job = job with { CreatedAt = job.CreatedAt.AddSeconds(jobs.Count) };
            jobs.Add(job);
            await Store.InsertAsync(job, Token);
        }

        await Store.AppendAsync(Sample.Append(jobs[2], 2, move: new JobMove(JobStatus.Succeeded)), Token);
        await Store.AppendAsync(Sample.Append(jobs[4], 2, move: new JobMove(JobStatus.Failed)), Token);

        Assert.Equal([4, 3, 2, 1, 0], await ListAsync(new JobFilter()));
        Assert.Equal([3, 2, 0], await ListAsync(new JobFilter { Name = "a" }));
        Assert.Equal([4, 2], await ListAsync(new JobFilter { Target = "t2" }));
        Assert.Equal([2], await ListAsync(new JobFilter { Status = JobStatus.Succeeded }));
        Assert.Equal([4], await ListAsync(new JobFilter { Status = JobStatus.Failed, Name = "b", Target = "t2" }));
        Assert.Equal([3, 1, 0], await ListAsync(new JobFilter { Status = JobStatus.Running }));
        Assert.Equal([3, 2], await ListAsync(new JobFilter { Offset = 1, Limit = 2 }));
        Assert.Empty(await ListAsync(new JobFilter { Name = "c" }));

        async Task<IEnumerable<int>> ListAsync(JobFilter filter) =>
            (await Stores.Queries.ListAsync(filter, Token)).Select(found => jobs.FindIndex(job => job.Id == found.Posted.Id));
    }

    [Fact]
    public async Task Find_UnknownJob_IsNull() => Assert.Null(await Store.FindAsync(new JobId(Guid.NewGuid()), Token));

    [Fact]
    public async Task Output_OfAJob_IsReadInOrderAndByKind()
    {
        NewJob job = await Store.InsertQueuedAsync(), other = await Store.InsertQueuedAsync();
        var at = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await Store.AppendOutputAsync(new JobOutput(job.Id, JobOutputKind.Log, at, Sample.Json("1")), Token);
        await Store.AppendOutputAsync(new JobOutput(other.Id, JobOutputKind.Log, at, Sample.Json("x")), Token);
        await Store.AppendOutputAsync(new JobOutput(job.Id, JobOutputKind.Info, at, Sample.Json("2")), Token);
        Assert.True(await Store.AppendInfoAsync(job.Id, Sample.Json("3"), Token));

        var all = await Store.ReadOutputAsync(job.Id, null, Token);
        var info = await Store.ReadOutputAsync(job.Id, JobOutputKind.Info, Token);

        Assert.Equal([Sample.Json("1"), Sample.Json("2"), Sample.Json("3")], all.Select(o => o.Json.ToArray()));
        Assert.Equal([JobOutputKind.Log, JobOutputKind.Info, JobOutputKind.Info], all.Select(o => o.Kind));
        Assert.Equal(at, all[0].At);
        Assert.Equal(2, info.Count);
    }

    [Fact]
    public async Task AppendInfo_UnknownJob_IsRefused()
    {
        var nobody = new JobId(Guid.NewGuid());

        Assert.False(await Store.AppendInfoAsync(nobody, Sample.Json("x"), Token));
        Assert.Empty(await Store.ReadOutputAsync(nobody, null, Token));
    }
}
