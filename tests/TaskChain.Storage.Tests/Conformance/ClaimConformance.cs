using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public abstract class ClaimConformance(StoreHarness stores) : Conformance(stores)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private readonly RunnerId _runner = Sample.NewRunner();

    private IJobStore Store => Stores.Jobs;

    [Fact]
    public async Task Claim_QueuedJobs_ComeByPriorityThenAge()
    {
        var jobs = new List<NewJob>();
        foreach (int priority in new[] { 0, 5, 0, 5, 9 }) jobs.Add(await Store.InsertQueuedAsync(priority));

        var first = await Store.ClaimAsync(_runner, 3, Token);
        var rest = await Store.ClaimAsync(_runner, 10, Token);

        Assert.Equal([4, 1, 3], first.Select(IndexOf));
        Assert.Equal([0, 2], rest.Select(IndexOf));
        Assert.All(first, claim => Assert.Equal(
            (JobStatus.Queued, JobStatus.Running, 1L, (RunnerId?)_runner), (claim.PreviousStatus, claim.Job.Status, claim.Job.Epoch, claim.Job.Owner)));
        Assert.Empty(await Store.ClaimAsync(_runner, 10, Token));

        int IndexOf(ClaimedJob claim) => jobs.FindIndex(job => job.Id == claim.Job.Posted.Id);
    }

    [Fact]
    public async Task Claim_JobNotBefore_WaitsUntilThen()
    {
        var job = Sample.New() with { NotBefore = TimeProvider.System.GetUtcNow().AddHours(1) };
        await Store.InsertAsync(job, Token);

        var early = await Store.ClaimAsync(_runner, 1, Token);
        await Stores.AdvanceAsync(TimeSpan.FromHours(2));
        var due = await Store.ClaimAsync(_runner, 1, Token);

        Assert.Empty(early);
        Assert.Equal(job.Id, Assert.Single(due).Job.Posted.Id);
    }

    [Fact]
    public async Task Claim_RequeuedWithDelay_WaitsForTheStoresClockAndBringsTheLogbook()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Queued, Delay: TimeSpan.FromMinutes(10))), Token);

        var early = await Store.ClaimAsync(_runner, 1, Token);
        await Stores.AdvanceAsync(TimeSpan.FromMinutes(11));
        var claim = Assert.Single(await Store.ClaimAsync(_runner, 1, Token));

        Assert.Empty(early);
        Assert.Equal((2L, JobStatus.Queued), (claim.Job.Epoch, claim.PreviousStatus));
        Assert.Equal([0, 2], claim.Job.Log.Select(e => e.Sequence));
        Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(Sample.Append(job, 3, epoch: 2), Token));
    }

    [Fact]
    public async Task Claim_DelayedJobsThatAreDue_ComeByPriority()
    {
        NewJob low = await Store.InsertClaimedAsync(_runner), high = Sample.New(priority: 5, owner: _runner);
        await Store.InsertAsync(high, Token);
        await Store.AppendAsync(Sample.Append(low, 2, move: new JobMove(JobStatus.Queued, Delay: TimeSpan.FromMinutes(1))), Token);
        await Store.AppendAsync(Sample.Append(high, 2, move: new JobMove(JobStatus.Queued, Delay: TimeSpan.FromMinutes(2))), Token);
        await Stores.AdvanceAsync(TimeSpan.FromMinutes(3));

        var claims = await Store.ClaimAsync(_runner, 5, Token);

        Assert.Equal([high.Id, low.Id], claims.Select(c => c.Job.Posted.Id));
    }

    [Fact]
    public async Task Claim_ManyClaimersAtOnce_NeverShareAJob()
    {
        const int Count = 300;
        for (int i = 0; i < Count; i++) await Store.InsertQueuedAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var mine = new List<JobId>();
            while (await Store.ClaimAsync(Sample.NewRunner(), 7, Token) is { Count: > 0 } batch) mine.AddRange(batch.Select(c => c.Job.Posted.Id));
            return mine;
        })));

        var all = claims.SelectMany(mine => mine).ToList();
        Assert.Equal(Count, all.Distinct().Count());
        Assert.Equal(Count, all.Count);
    }

    [Fact]
    public async Task Claim_WaitingJob_OnlyWhenItsDeadlineHasPassed()
    {
        NewJob endless = await Store.InsertClaimedAsync(_runner), bounded = await Store.InsertClaimedAsync(_runner);
        var deadline = TimeProvider.System.GetUtcNow().AddHours(1);
        await Store.AppendAsync(Sample.Append(endless, 2, move: new JobMove(JobStatus.Waiting)), Token);
        await Store.AppendAsync(Sample.Append(bounded, 2, move: new JobMove(JobStatus.Waiting, NotBefore: deadline)), Token);

        var early = await Store.ClaimAsync(_runner, 5, Token);
        await Stores.AdvanceAsync(TimeSpan.FromHours(2));
        var claim = Assert.Single(await Store.ClaimAsync(_runner, 5, Token));

        Assert.Empty(early);
        Assert.Equal((bounded.Id, JobStatus.Waiting, 2L), (claim.Job.Posted.Id, claim.PreviousStatus, claim.Job.Epoch));
    }

    [Fact]
    public async Task MoveIdle_WaitingJob_PutsItOnTheBoardWithItsEvent()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Waiting)), Token);

        bool released = await Stores.Control.MoveIdleAsync(Resumption(job, 3), Token);
        bool again = await Stores.Control.MoveIdleAsync(Resumption(job, 3), Token);
        bool twice = await Stores.Control.MoveIdleAsync(Resumption(job, 5), Token);
        var claim = Assert.Single(await Store.ClaimAsync(_runner, 5, Token));

        Assert.Equal((true, true, false), (released, again, twice));
        Assert.Equal([(0, 2), (2, 1), (3, 2)], claim.Job.Log.Select(e => (e.Sequence, e.EventCount)));
        Assert.Equal(Sample.Json("resumed"), claim.Job.Log[2].Events.ToArray());
        Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(Sample.Append(job, 5, epoch: 2), Token));
    }

    [Fact]
    public async Task MoveIdle_JobThatDoesNotWait_IsRefused()
    {
        var job = await Store.InsertClaimedAsync(_runner);

        Assert.False(await Stores.Control.MoveIdleAsync(Resumption(job, 2), Token));
        Assert.False(await Stores.Control.MoveIdleAsync(Resumption(Sample.New(), 2), Token));
        Assert.Single((await Store.ReadAsync(job)).Log);
    }

    [Fact]
    public async Task NextDue_WithNothingOnTheBoard_IsNull()
    {
        var waiting = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(waiting, 2, move: new JobMove(JobStatus.Waiting)), Token);

        Assert.Null(await Store.NextDueAsync(Token));
    }

    [Fact]
    public async Task NextDue_IsTheTimeToTheFirst()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Queued, Delay: TimeSpan.FromMinutes(10))), Token);

        var delayed = await Store.NextDueAsync(Token);
        await Stores.AdvanceAsync(TimeSpan.FromMinutes(11));
        var overdue = await Store.NextDueAsync(Token);
        await Store.ClaimAsync(_runner, 1, Token);
        await Store.InsertQueuedAsync();
        var ready = await Store.NextDueAsync(Token);

        Assert.InRange(delayed!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (overdue!.Value, ready!.Value));
    }

    [Fact]
    public async Task Claim_JobsOfALivingRunner_AreLeftAlone()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        await Store.InsertClaimedAsync(_runner);

        Assert.Empty(await Store.ClaimAsync(Sample.NewRunner(), 5, Token));
    }

    [Fact]
    public async Task Claim_LeaseOver_TakesTheJobsAndFencesTheOldOwner()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        var job = await Store.InsertClaimedAsync(_runner);
        var heir = Sample.NewRunner();
        await Stores.AdvanceAsync(Lease * 2);

        var claim = Assert.Single(await Store.ClaimAsync(heir, 5, Token));
        var stale = await Store.AppendAsync(Sample.Append(job, 2, "stale", move: new JobMove(JobStatus.Succeeded)), Token);
        var fresh = await Store.AppendAsync(Sample.Append(job, 2, "claimed", epoch: 2), Token);

        Assert.Equal((JobStatus.Running, 2L, (RunnerId?)heir), (claim.PreviousStatus, claim.Job.Epoch, claim.Job.Owner));
        Assert.Equal((AppendOutcome.Stale, AppendOutcome.Appended), (stale, fresh));
        Assert.False(await session.RenewAsync(Token));
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
    }

    [Fact]
    public async Task Claim_LeaseRenewed_LeavesTheJobs()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        await Store.InsertClaimedAsync(_runner);
        await Stores.AdvanceAsync(Lease * 2);

        Assert.True(await session.RenewAsync(Token));
        Assert.Empty(await Store.ClaimAsync(Sample.NewRunner(), 5, Token));
    }

    [Fact]
    public async Task Claim_SessionLost_TakesTheJobsAtOnce()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        var job = await Store.InsertClaimedAsync(_runner);
        await Stores.LoseSessionAsync(_runner);

        var claim = Assert.Single(await Store.ClaimAsync(Sample.NewRunner(), 5, Token));

        Assert.Equal(job.Id, claim.Job.Posted.Id);
        Assert.False(await session.RenewAsync(Token));
    }

    [Fact]
    public async Task Renew_SessionLostUnnoticed_IsBackAsIfNothingHadHappened()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        await Store.InsertClaimedAsync(_runner);
        await Stores.LoseSessionAsync(_runner);

        Assert.True(await session.RenewAsync(Token));
        Assert.Empty(await Store.ClaimAsync(Sample.NewRunner(), 5, Token));
    }

    [Fact]
    public async Task Dispose_OfASession_FreesTheJobsAtOnce()
    {
        var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        var job = await Store.InsertClaimedAsync(_runner);

        await session.DisposeAsync();

        Assert.Equal(job.Id, Assert.Single(await Store.ClaimAsync(Sample.NewRunner(), 5, Token)).Job.Posted.Id);
    }

    [Fact]
    public async Task Join_SameIdTwice_IsAMistake()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token));
    }

    [Fact]
    public async Task Claim_Limit_CountsAllThreeKinds()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 1, Lease, Token);
        NewJob orphaned = await Store.InsertClaimedAsync(_runner), waiting = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(
            Sample.Append(waiting, 2, move: new JobMove(JobStatus.Waiting, NotBefore: TimeProvider.System.GetUtcNow().AddMinutes(1))), Token);
        var queued = await Store.InsertQueuedAsync();
        await Stores.AdvanceAsync(Lease * 2);

        var two = await Store.ClaimAsync(Sample.NewRunner(), 2, Token);
        var last = await Store.ClaimAsync(Sample.NewRunner(), 2, Token);

        Assert.Equal([queued.Id, waiting.Id], two.Select(c => c.Job.Posted.Id));
        Assert.Equal([orphaned.Id], last.Select(c => c.Job.Posted.Id));
    }

    private static IdleMove Resumption(NewJob job, int sequence) =>
        new(job.Id, JobStatus.Waiting, sequence, 2, Sample.Json("resumed"), JobStatus.Queued);
}
