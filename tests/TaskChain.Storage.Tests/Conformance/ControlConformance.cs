using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

/// <summary>Cancel and pause.</summary>
public abstract class ControlConformance(StoreHarness stores) : Conformance(stores)
{
    private readonly RunnerId _runner = Sample.NewRunner();

    private IJobStore Store => Stores.Jobs;

    private IJobControl Control => Stores.Control;

    [Fact]
    public async Task RequestCancel_RunningJob_RefusesMovesThatDoNotKnow()
    {
        var job = await Store.InsertClaimedAsync(_runner);

        bool requested = await Control.RequestCancelAsync(job.Id, Token), again = await Control.RequestCancelAsync(job.Id, Token);
        var logged = await Store.AppendAsync(Sample.Append(job, 2, "still running"), Token);
        var unaware = await Store.AppendAsync(Sample.Append(job, 3, "well", move: new JobMove(JobStatus.Succeeded)), Token);
        var stale = await Store.AppendAsync(Sample.Append(job, 2, "stale", move: new JobMove(JobStatus.Succeeded)), Token);
        var before = await Store.ReadAsync(job);
        var aware = await Store.AppendAsync(Sample.Append(job, 3, "canceled", move: new JobMove(JobStatus.Canceled)) with { KnowsCancel = true }, Token);
        var after = await Store.ReadAsync(job);

        Assert.True(requested && again);
        Assert.Equal(
            (AppendOutcome.Appended, AppendOutcome.CancelRequested, AppendOutcome.Stale, AppendOutcome.Appended), (logged, unaware, stale, aware));
        Assert.Equal((JobStatus.Running, true, 2), (before.Status, before.IsCancelRequested, before.Log.Count));
        Assert.Equal((JobStatus.Canceled, true, 3), (after.Status, after.IsCancelRequested, after.Log.Count));
        Assert.False(await Control.RequestCancelAsync(job.Id, Token));
    }

    [Fact]
    public async Task RequestCancel_JobThatDoesNotRun_IsRefused()
    {
        var queued = await Store.InsertQueuedAsync();

        Assert.False(await Control.RequestCancelAsync(queued.Id, Token));
        Assert.False(await Control.RequestCancelAsync(new JobId(Guid.NewGuid()), Token));
        Assert.False((await Store.ReadAsync(queued)).IsCancelRequested);
    }

    [Fact]
    public async Task RequestCancel_WithSuccessorUnderWay_StoresNone()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        var successor = Sample.New();
        await Control.RequestCancelAsync(job.Id, Token);

        var outcome = await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Retried), successor: successor), Token);

        Assert.Equal(AppendOutcome.CancelRequested, outcome);
        Assert.Null(await Store.FindAsync(successor.Id, Token));
    }

    [Fact]
    public async Task MoveIdle_ToCanceled_EndsTheJob()
    {
        var job = await Store.InsertQueuedAsync();
        var move = new IdleMove(job.Id, JobStatus.Queued, 0, 2, Sample.Json("canceled"), JobStatus.Canceled) { Cancels = true };

        Assert.True(await Control.MoveIdleAsync(move, Token));
        Assert.True(await Control.MoveIdleAsync(move, Token));

        var stored = await Store.ReadAsync(job);
        Assert.Equal((JobStatus.Canceled, true, true), (stored.Status, stored.IsCancelRequested, stored.EndedAt is not null));
        Assert.Equal((0, 2), (stored.Log.Single().Sequence, stored.Log.Single().EventCount));
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
    }

    [Fact]
    public async Task MoveIdle_LogbookHasGrownOrJobMoved_WritesNothing()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        IdleMove Move(JobStatus from, int sequence) => new(job.Id, from, sequence, 1, Sample.Json("x"), JobStatus.Queued);

        Assert.False(await Control.MoveIdleAsync(Move(JobStatus.Queued, 2), Token));
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Waiting)), Token);
        Assert.False(await Control.MoveIdleAsync(Move(JobStatus.Waiting, 2), Token));
        Assert.False(await Control.MoveIdleAsync(Move(JobStatus.Queued, 3), Token));

        Assert.Equal(2, (await Store.ReadAsync(job)).Log.Count);
        Assert.True(await Control.MoveIdleAsync(Move(JobStatus.Waiting, 3), Token));
    }

    [Fact]
    public async Task MoveIdle_DelayedJobToBeCancelled_IsDueAtOnceAlsoWhenPaused()
    {
        var job = Sample.New() with { NotBefore = TimeProvider.System.GetUtcNow().AddHours(1) };
        await Store.InsertAsync(job, Token);
        await Control.SetPausedAsync(job.Id, true, Token);
        await Control.SetNamePausedAsync(job.Name, true, Token);

        await Control.MoveIdleAsync(
            new IdleMove(job.Id, JobStatus.Queued, 0, 1, Sample.Json("cancel"), JobStatus.Queued) { Cancels = true }, Token);
        var due = await Store.NextDueAsync(Token);
        var claim = Assert.Single(await Store.ClaimAsync(_runner, 5, Token));

        Assert.Equal(TimeSpan.Zero, due);
        Assert.Equal((true, true, true), (claim.Job.IsCancelRequested, claim.Job.IsPaused, claim.Job.IsNamePaused));
        Assert.Equal(new JobSignal(job.Id, Cancel: true, Pause: false), Assert.Single((await Control.SignalsAsync(_runner, Token)).Jobs));
    }

    [Fact]
    public async Task EndedAt_IsSetWhenTheJobBecomesFinal()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Queued)), Token);
        await Store.ClaimAsync(_runner, 1, Token);
        var before = (await Store.ReadAsync(job)).EndedAt;

        await Store.AppendAsync(Sample.Append(job, 3, epoch: 2, move: new JobMove(JobStatus.Failed)), Token);

        Assert.Null(before);
        Assert.InRange((await Store.ReadAsync(job)).EndedAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-2), TimeProvider.System.GetUtcNow().AddMinutes(2));
    }

    [Fact]
    public async Task SetPaused_QueuedJob_IsNotClaimedUntilResumed()
    {
        NewJob paused = await Store.InsertQueuedAsync(), other = await Store.InsertQueuedAsync();

        Assert.True(await Control.SetPausedAsync(paused.Id, true, Token));
        Assert.True(await Control.SetPausedAsync(paused.Id, true, Token));
        var first = await Store.ClaimAsync(_runner, 5, Token);
        var due = await Store.NextDueAsync(Token);
        bool seen = (await Store.ReadAsync(paused)).IsPaused;
        Assert.True(await Control.SetPausedAsync(paused.Id, false, Token));
        var second = await Store.ClaimAsync(_runner, 5, Token);

        Assert.Equal(other.Id, Assert.Single(first).Job.Posted.Id);
        Assert.Equal((null, true), (due, seen));
        Assert.Equal((paused.Id, false), (Assert.Single(second).Job.Posted.Id, second[0].Job.IsPaused));
    }

    [Fact]
    public async Task SetPaused_DelayedAndWaitingJobsThatBecomeDue_StayOnTheBoard()
    {
        NewJob delayed = await Store.InsertClaimedAsync(_runner), waiting = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(delayed, 2, move: new JobMove(JobStatus.Queued, Delay: TimeSpan.FromMinutes(1))), Token);
        await Store.AppendAsync(
            Sample.Append(waiting, 2, move: new JobMove(JobStatus.Waiting, NotBefore: TimeProvider.System.GetUtcNow().AddMinutes(1))), Token);
        await Control.SetPausedAsync(delayed.Id, true, Token);
        await Control.SetPausedAsync(waiting.Id, true, Token);
        await Stores.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Null(await Store.NextDueAsync(Token));
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
        await Control.SetPausedAsync(delayed.Id, false, Token);
        await Control.SetPausedAsync(waiting.Id, false, Token);

        Assert.Equal([delayed.Id, waiting.Id], (await Store.ClaimAsync(_runner, 5, Token)).Select(c => c.Job.Posted.Id));
    }

    [Fact]
    public async Task SetPaused_FinalOrUnknownJob_IsRefused()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Succeeded)), Token);

        Assert.False(await Control.SetPausedAsync(job.Id, true, Token));
        Assert.False(await Control.SetPausedAsync(new JobId(Guid.NewGuid()), true, Token));
    }

    [Fact]
    public async Task SetPaused_RunningJob_SignalsAndStaysPausedOnTheBoard()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await Store.InsertClaimedAsync(_runner);

        await Control.SetPausedAsync(job.Id, true, Token);
        var signals = await Control.SignalsAsync(_runner, Token);
        var foreign = await Control.SignalsAsync(Sample.NewRunner(), Token);
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Queued)), Token);

        Assert.Equal(new JobSignal(job.Id, Cancel: false, Pause: true), Assert.Single(signals.Jobs));
        Assert.Empty(foreign.Jobs);
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
        Assert.Empty((await Control.SignalsAsync(_runner, Token)).Jobs);
    }

    [Fact]
    public async Task SetNamePaused_HoldsAllJobsOfTheNameAndThoseToCome()
    {
        NewJob old = Sample.New(name: "p"), other = Sample.New(name: "q"), running = Sample.New(name: "p", owner: _runner), late = Sample.New(name: "p");
        foreach (var job in new[] { old, other, running }) await Store.InsertAsync(job, Token);

        await Control.SetNamePausedAsync("p", true, Token);
        await Control.SetNamePausedAsync("p", true, Token);
        await Store.InsertAsync(late, Token);
        var names = await Control.PausedNamesAsync(Token);
        var signals = await Control.SignalsAsync(_runner, Token);
        var claims = await Store.ClaimAsync(Sample.NewRunner(), 5, Token);
        bool seen = (await Store.ReadAsync(late)).IsNamePaused;
        var due = await Store.NextDueAsync(Token);
        await Control.SetNamePausedAsync("p", false, Token);
        var resumed = await Store.ClaimAsync(Sample.NewRunner(), 5, Token);

        Assert.Equal(["p"], names);
        Assert.Equal(new JobSignal(running.Id, Cancel: false, Pause: true), Assert.Single(signals.Jobs));
        Assert.Equal(other.Id, Assert.Single(claims).Job.Posted.Id);
        Assert.Equal((true, null), (seen, due));
        Assert.Equal([old.Id, late.Id], resumed.Select(c => c.Job.Posted.Id));
        Assert.False((await Store.ReadAsync(late)).IsNamePaused);
        Assert.Empty((await Control.SignalsAsync(_runner, Token)).Jobs);
        Assert.Empty(await Control.PausedNamesAsync(Token));
    }

    [Fact]
    public async Task SetNamePaused_LiftedWhileTheJobItselfIsPaused_LeavesThat()
    {
        var job = await Store.InsertQueuedAsync();
        await Control.SetPausedAsync(job.Id, true, Token);
        await Control.SetNamePausedAsync(job.Name, true, Token);

        await Control.SetNamePausedAsync(job.Name, false, Token);
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
        await Control.SetNamePausedAsync(job.Name, true, Token);
        await Control.SetPausedAsync(job.Id, false, Token);
        Assert.Empty(await Store.ClaimAsync(_runner, 5, Token));
        await Control.SetNamePausedAsync(job.Name, false, Token);

        Assert.Single(await Store.ClaimAsync(_runner, 5, Token));
    }

    [Fact]
    public async Task Insert_ClaimedJobOfAPausedName_IsHeldOnTheBoard()
    {
        await Control.SetNamePausedAsync("p", true, Token);
        var job = Sample.New(name: "p", owner: _runner);

        var outcome = await Store.InsertAsync(job, Token);
        var again = await Store.InsertAsync(job, Token);
        var stored = await Store.ReadAsync(job);
        await Control.SetNamePausedAsync("p", false, Token);

        Assert.Equal((InsertJobOutcome.Held, InsertJobOutcome.IdTaken), (outcome, again));
        Assert.Equal((JobStatus.Queued, 0L, null, 0), (stored.Status, stored.Epoch, stored.Owner, stored.Log.Count));
        Assert.Equal(1, Assert.Single(await Store.ClaimAsync(_runner, 5, Token)).Job.Epoch);
    }

    [Fact]
    public async Task Claim_PausedJobOfADeadRunner_IsTakenOverToBePutBack()
    {
        var session = await Stores.Runners.JoinAsync(_runner, "host", 1, TimeSpan.FromMinutes(1), Token);
        var job = await Store.InsertClaimedAsync(_runner);
        await Control.SetPausedAsync(job.Id, true, Token);
        await session.DisposeAsync();
        var heir = Sample.NewRunner();

        var claim = Assert.Single(await Store.ClaimAsync(heir, 5, Token));
        await Store.AppendAsync(Sample.Append(job, 2, epoch: 2, move: new JobMove(JobStatus.Queued)), Token);

        Assert.Equal((JobStatus.Running, true), (claim.PreviousStatus, claim.Job.IsPaused));
        Assert.Empty(await Store.ClaimAsync(heir, 5, Token));
    }

    [Fact]
    public async Task SetIdle_Runner_ClaimsNothingUntilWoken()
    {
        await using var session = await Stores.Runners.JoinAsync(_runner, "host", 7, TimeSpan.FromMinutes(1), Token);
        await Store.InsertQueuedAsync();

        bool idled = await Stores.Runners.SetIdleAsync(_runner, true, Token);
        var signals = await Control.SignalsAsync(_runner, Token);
        var claims = await Store.ClaimAsync(_runner, 5, Token);
        bool woken = await Stores.Runners.SetIdleAsync(_runner, false, Token);

        Assert.Equal((true, true, true), (idled, signals.IsIdle, woken));
        Assert.Empty(claims);
        Assert.False((await Control.SignalsAsync(_runner, Token)).IsIdle);
        Assert.Single(await Store.ClaimAsync(_runner, 5, Token));
        Assert.False(await Stores.Runners.SetIdleAsync(Sample.NewRunner(), true, Token));
    }

    [Fact]
    public async Task Runners_Listed_TellWhetherTheyAreActive()
    {
        RunnerId first = Sample.NewRunner(), second = Sample.NewRunner();
        await using var one = await Stores.Runners.JoinAsync(first, "a", 7, TimeSpan.FromMinutes(1), Token);
        var two = await Stores.Runners.JoinAsync(second, "b", 8, TimeSpan.FromMinutes(1), Token);
        await Store.InsertClaimedAsync(first);
        await Stores.Runners.SetIdleAsync(first, true, Token);
        await two.DisposeAsync();

        var listed = await Stores.Runners.ListAsync(Token);
        await Stores.AdvanceAsync(TimeSpan.FromMinutes(2));
        var later = await Stores.Runners.ListAsync(Token);

        Assert.Equal(
            [(second, "b", 8, false, false, 0L), (first, "a", 7, true, true, 1L)],
            listed.Select(r => (r.Id, r.Host, r.ProcessId, r.IsActive, r.IsIdle, r.RunningJobs)));
        Assert.All(listed, runner => Assert.True(runner.ActiveAt >= runner.JoinedAt.AddSeconds(-1)));
        Assert.All(later, runner => Assert.False(runner.IsActive));
    }
}
