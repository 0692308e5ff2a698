using Microsoft.Extensions.Logging;
using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Workers;

namespace TaskChain.Sandbox;

/// <summary>
/// The pool of sandbox workers. A run is handed to a warm worker on its caller's thread; when there is none it stands in line. Workers that have to
/// go are killed, and replaced ahead of need.
/// </summary>
public sealed partial class SandboxPool : ITaskSandbox, IWorkerOwner, IAsyncDisposable
{
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ProcessLaunch _launch;
    private readonly IdleWorkers _idle = new();
    private readonly HashSet<WorkerProcess> _alive = [];
    private readonly LinkedList<PendingRun> _waiting = [];
    private readonly HotModules _hotModules = new();
    private readonly StartRecord _starts;
    private readonly ITimer _growth;
    private readonly ITimer _upkeep;
    private readonly TaskCompletionSource _allDead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starting;
    private bool _growthArmed;
    private bool _disposed;

    /// <summary>Creates the pool and begins to start its first workers.</summary>
    /// <param name="options">Sizes and limits.</param>
    /// <param name="clock">Measures deadlines and idleness.</param>
    /// <param name="logger">Receives starts, ends and crashes of workers.</param>
    public SandboxPool(SandboxOptions options, TimeProvider clock, ILogger<SandboxPool> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _clock = clock;
        _logger = logger;
        _launch = ProcessLaunch.Create(options.WorkerPath, options.WorkerHeapBytes);
        _starts = new StartRecord(clock);
        _growth = clock.CreateTimer(static state => ((SandboxPool)state!).Grow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _upkeep = clock.CreateTimer(static state => ((SandboxPool)state!).Upkeep(), this, LookEvery, LookEvery);
        lock (_gate) StartMissing();
    }

    /// <summary>How the pool is now.</summary>
    public SandboxHealth Health
    {
        get
        {
            lock (_gate)
            {
                var busy = _alive.Count - _idle.Count;
                return new SandboxHealth(
                    !_disposed && _alive.Count > 0, _alive.Count, busy, _starting, _waiting.Count, _options.MaxWorkers, _starts.Problem);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<TaskRunResult> RunAsync(TaskRun run, ITaskRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var pending = new PendingRun(run, observer, _clock.GetTimestamp());
        if (cancellationToken.IsCancellationRequested) pending.Cancel();
        else if (RunSize.IsTooLarge(run, out var message)) pending.Fail("input_too_large", message, retryable: false);
        else Enqueue(pending, cancellationToken);
        return new ValueTask<TaskRunResult>(pending.Completed);
    }

    /// <summary>Kills all workers and waits until they are gone. Runs under way and in line end as cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        List<PendingRun> waiting;
        List<WorkerProcess> alive;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            waiting = [.. _waiting];
            _waiting.Clear();
            alive = [.. _alive];
            if (_starts.Processes == 0) _allDead.TrySetResult();
        }

        await _growth.DisposeAsync();
        await _upkeep.DisposeAsync();
        waiting.ForEach(pending => pending.Cancel());
        alive.ForEach(worker => worker.Kill());
        await _allDead.Task;
    }

    private void Enqueue(PendingRun pending, CancellationToken cancellationToken)
    {
        WorkerProcess? worker = null;
        lock (_gate)
        {
            if (_disposed)
            {
                pending.Cancel();
                return;
            }

            _hotModules.Saw(pending.Run.Modules);
            // Nobody overtakes: with others of its domain in line the new one stands behind them.
            if (!IsWaiting(pending.Run.TrustDomain)) worker = TakeFor(pending, growing: false);
            if (worker is null) StandInLine(pending);
        }

        if (cancellationToken.CanBeCanceled)
        {
            pending.Registration = cancellationToken.UnsafeRegister(
                static state =>
                {
                    var (pool, pending) = ((SandboxPool, PendingRun))state!;
                    pool.Cancel(pending);
                },
                (this, pending));
            if (pending.Completed.IsCompleted) pending.Registration.Unregister(); // It ended before there was anything to unregister.
        }

        if (worker is not null) Begin(worker, pending);
    }

    // A worker may die between the moment it is taken and the moment it is handed the run; then the run goes to another, or to the head of the
    // line.
    private void Begin(WorkerProcess worker, PendingRun pending)
    {
        for (var next = worker; !next.Start(pending);)
        {
            lock (_gate)
            {
                pending.Worker = null;
                if (_disposed || pending.CancelRequested)
                {
                    pending.Cancel();
                    return;
                }

                if (TakeFor(pending, growing: false) is not { } other)
                {
                    _waiting.AddFirst(pending);
                    StartMissing();
                    ArmGrowth();
                    return;
                }

                next = other;
            }
        }
    }

    private void StandInLine(PendingRun pending)
    {
        _waiting.AddLast(pending);
        StartMissing();
        ArmGrowth();
    }

    private void Cancel(PendingRun pending)
    {
        pending.CancelRequested = true;
        WorkerProcess? worker;
        bool removed;
        lock (_gate)
        {
            worker = pending.Worker;
            removed = worker is null && _waiting.Remove(pending);
        }

        if (removed) pending.Cancel();
        worker?.Cancel(pending);
    }

    // Guarded by the lock. Marks what it gives as busy.
    private WorkerProcess? TakeFor(PendingRun pending, bool growing)
    {
        var domain = pending.Run.TrustDomain;
        var worker = _idle.Take(domain, pending.Run.ScriptHash);
        // A spare one is kept for a kill or a new domain, unless the pool is below its usual size or has been slow for long enough.
        if (worker is null && (growing || InUse < _options.MinWorkers || !HasWorkerOf(domain))) worker = _idle.TakeFresh();
        if (worker is null) return null;

        var wasFresh = worker.TrustDomain is null;
        worker.TrustDomain = domain;
        worker.Runs++;
        pending.Worker = worker;
        if (wasFresh) StartMissing();
        return worker;
    }

    private bool IsWaiting(string domain)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (string.Equals(node.Value.Run.TrustDomain, domain, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private int InUse => _alive.Count - _idle.Fresh;

    private bool HasWorkerOf(string domain) => _alive.Any(worker => string.Equals(worker.TrustDomain, domain, StringComparison.Ordinal));
}
