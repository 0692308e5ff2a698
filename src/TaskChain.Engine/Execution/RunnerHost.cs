using Microsoft.Extensions.Logging;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>This node as a runner: joins, claims jobs for its free slots, keeps its lease, and stops in good order.</summary>
internal sealed partial class RunnerHost : IRunnerControl, IDisposable
{
    private const int MaxClaims = 64;

    private readonly EngineOptions _options;
    private readonly IJobStore _store;
    private readonly RunnerLives _lives;
    private readonly JobRunner _runner;
    private readonly JobOpener _opener;
    private readonly LiveJobs _live;
    private readonly RunnerWatch _watch;
    private readonly TimeProvider _time;
    private readonly ILogger<RunnerHost> _log;
    private readonly WakeSignal _wake;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private volatile bool _backlog;
    private int _used;

    public RunnerHost(
        EngineOptions options, IJobStore store, RunnerWatch watch, JobRunner runner, JobOpener opener, TimeProvider time, ILogger<RunnerHost> log)
    {
        _options = options;
        _store = store;
        _watch = watch;
        _lives = watch.Lives;
        _live = watch.Jobs;
        _runner = runner;
        _opener = opener;
        _time = time;
        _log = log;
        _wake = new WakeSignal(time);
    }

    public bool IsStopping => _stopping;

    public RunnerId? Runner => _lives.Current?.Id;

    /// <summary>The jobs under way here and what is wanted of them.</summary>
    public LiveJobs Jobs => _live;

    /// <summary>Jobs under way here.</summary>
    public int Running => Volatile.Read(ref _used);

    /// <summary>
    /// Reserves a slot for a job that is about to be stored; null when it has to go to the board. Older jobs on the board go first.
    /// </summary>
    /// <param name="name">The name of its workflow.</param>
    public RunnerLife? TryReserve(string name)
    {
        if (_stopping || _backlog || _watch.IsIdle || _live.IsNamePaused(name) || _lives.Current is not { } life) return null;
        if (Interlocked.Increment(ref _used) <= _options.Slots && life.TryEnter()) return life;
        FreeSlot();
        return null;
    }

    /// <summary>Gives a reserved slot back.</summary>
    public void Release(RunnerLife life)
    {
        Leave(life);
        FreeSlot();
    }

    /// <summary>Runs a job in a reserved slot.</summary>
    public void Launch(LiveJob job, Decision.Start? start)
    {
        _live.Add(job);
        _ = RunGuardedAsync(job, start);
    }

    /// <summary>A job that is under way here, or ended here lately.</summary>
    public LiveJob? Find(JobId job) => _live.Find(job);

    public StepWishes WishesFor(LiveJob job) => new(_stopping, _live.IsPaused(job), job.IsCancelRequested, job.CancelledBy);

    public void JobPosted(bool due = true)
    {
        // Jobs for later are no backlog, but their time may come before the next look.
        if (due) _backlog = true;
        _wake.Set();
    }

    public void Doubt(RunnerLife life)
    {
        _lives.Doubt(life);
        _wake.Set();
    }

    /// <summary>Claims until the node stops.</summary>
    public async Task ClaimLoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var pause = _options.PollInterval;
            try
            {
                pause = await RunOnceAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogClaimFailed(e);
            }

            if (pause > TimeSpan.Zero) await _wake.WaitAsync(pause, _stop.Token);
        }
    }

    /// <summary>One look at the board: claims for the free slots.</summary>
    /// <returns>How long to wait before the next one, unless something signals.</returns>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var life = await _watch.JoinAsync(cancellationToken);
        if (_watch.IsIdle) return _options.PollInterval;
        var asked = Math.Min(MaxClaims, _options.Slots - Running);
        if (asked <= 0) return _options.PollInterval;

        var claimed = await ClaimAsync(life, asked, cancellationToken);
        _backlog = claimed.Count == asked;
        foreach (var job in claimed) Take(job, life);
        if (_backlog) return TimeSpan.Zero;
        var due = await _store.NextDueAsync(cancellationToken);

        // Never at once: what is due and was not given to us is being claimed by somebody else.
        var soonest = TimeSpan.FromMilliseconds(20);
        return due is { } next && next < _options.PollInterval ? (next > soonest ? next : soonest) : _options.PollInterval;
    }

    /// <summary>Keeps the leases, and heeds what others want of this runner and its jobs, until cancelled.</summary>
    public Task LeaseLoopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_lives.LeaseLoopAsync(_wake.Set, cancellationToken), _watch.LoopAsync(_wake.Set, cancellationToken));

    /// <summary>Claims nothing more, or claims again; that is durable already.</summary>
    public void SetIdle(bool idle)
    {
        _watch.SetIdle(idle);
        if (!idle) JobPosted();
    }

    /// <summary>Takes nothing more; lets tasks end within the drain time, cuts the rest off, hands the jobs back, says goodbye.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await _stop.CancelAsync();
        if (Running == 0) _drained.TrySetResult();
        await WaitForDrainAsync(_options.DrainTime, cancellationToken);
        _lives.StopRuns();
        await WaitForDrainAsync(_options.CancelGrace + TimeSpan.FromSeconds(3), cancellationToken);
        await _lives.EndAllAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _lives.Dispose();
    }

    private async Task WaitForDrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_drained.Task.IsCompleted || atMost <= TimeSpan.Zero) return;
        try
        {
            await _drained.Task.WaitAsync(atMost, _time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LogDrainOver(Running);
        }
    }

    private async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerLife life, int max, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.ClaimAsync(life.Id, max, cancellationToken);
        }
        catch
        {
            // Jobs may have been claimed without our knowing which.
            Doubt(life);
            throw;
        }
    }

    private void Take(ClaimedJob claimed, RunnerLife life)
    {
        Interlocked.Increment(ref _used);
        if (life.TryEnter()) _ = OpenGuardedAsync(claimed, life);
        else FreeSlot();
    }

    private async Task OpenGuardedAsync(ClaimedJob claimed, RunnerLife life)
    {
        try
        {
            if (_live.IsNamePaused(claimed.Job.Posted.Name)) await _watch.ReadPausedNamesAsync(life.Over);
            if (await _opener.OpenAsync(claimed, life, this) is not { } opened)
            {
                Release(life);
                return;
            }

            Launch(opened.Job, opened.Start);
        }
        catch (Exception e)
        {
            LogJobLost(e, claimed.Job.Posted.Id);
            Doubt(life);
            Release(life);
        }
    }

    private async Task RunGuardedAsync(LiveJob job, Decision.Start? start)
    {
        try
        {
            await _runner.RunAsync(job, start, this);
        }
        catch (Exception e)
        {
            await FailGuardedAsync(job, e);
        }
        finally
        {
            _live.Remove(job);
            job.Dispose();
            Release(job.Life);
        }
    }

    private async Task FailGuardedAsync(LiveJob job, Exception fault)
    {
        try
        {
            await _runner.FailAsync(job, fault, this);
        }
        catch (Exception e)
        {
            LogJobLost(e, job.Id);
            Doubt(job.Life);
        }
    }

    private void FreeSlot()
    {
        var left = Interlocked.Decrement(ref _used);
        if (_backlog) _wake.Set();
        if (_stopping && left == 0) _drained.TrySetResult();
    }

    private void Leave(RunnerLife life)
    {
        if (life.Leave() && !_stopping) _ = _lives.EndAsync(life);
    }

    [LoggerMessage(1023, LogLevel.Warning, "The board could not be looked at; trying again.")]
    private partial void LogClaimFailed(Exception exception);

    [LoggerMessage(1025, LogLevel.Error, "Job {JobId} could not be taken on; another runner will try.")]
    private partial void LogJobLost(Exception exception, JobId jobId);

    [LoggerMessage(1026, LogLevel.Information, "{Jobs} jobs are still under way while this node stops.")]
    private partial void LogDrainOver(int jobs);
}
