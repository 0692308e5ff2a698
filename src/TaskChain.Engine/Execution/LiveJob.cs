using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Execution;

/// <summary>
/// A job that this node has claimed. Only its runner's loop changes its state, views are made under its lock; what is wanted of it may be told by anybody.
/// </summary>
internal sealed class LiveJob(NewJob posted, long epoch, JobState state, LoadedLock pins, RunnerLife life) : IDisposable
{
    private readonly Lock _gate = new();
    private List<Task>? _output;
    private CancellationTokenSource? _runs;
    private bool _isWriting;
    private bool _isCancelRequested;
    private bool _isDisposed;

    public NewJob Posted { get; } = posted;

    public JobId Id => Posted.Id;

    public string Uuid { get; } = posted.Id.ToString();

    public long Epoch { get; } = epoch;

    public JobState State { get; private set; } = state;

    public LoadedLock Pins { get; } = pins;

    public RunnerLife Life { get; } = life;

    /// <summary>Events of the entry that is being made; used again for each.</summary>
    public List<JobEvent> Entry { get; } = new(4);

    /// <summary>Number of events that are known to be durable.</summary>
    public int DurableEvents { get; set; }

    /// <summary>Bytes of the entries written here, as a measure of how large the job is in memory.</summary>
    public long WrittenBytes { get; set; }

    /// <summary>How far the running task is, from 0 to 1.</summary>
    public double Fraction { get; set; }

    /// <summary>Whether nothing more of it is to be started.</summary>
    public StampedFlag Paused { get; } = new();

    /// <summary>True once somebody wants it to be cancelled, whether its logbook says so yet or not.</summary>
    public bool IsCancelRequested
    {
        get
        {
            lock (_gate) return _isCancelRequested;
        }
    }

    /// <summary>Who wants it to be cancelled, when that is known here.</summary>
    public string? CancelledBy { get; private set; }

    /// <summary>True when the job is final and its logbook says so.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_gate) return !_isWriting && State.Status.IsFinal();
        }
    }

    /// <summary>Stops the running body unless it tidies up already; its runner records the rest. Idempotent.</summary>
    public void RequestCancel(string? by)
    {
        lock (_gate)
        {
            if (_isCancelRequested) return;
            _isCancelRequested = true;
            CancelledBy = by;

            // Not here: callbacks of a run's token must not run under the lock, nor hold up who asked.
            if (!_isDisposed) _ = _runs?.CancelAsync();
        }
    }

    /// <summary>Cancels a run: when the node stops, and when the job is cancelled, unless the run is part of tidying up after that.</summary>
    public CancellationToken TokenOf(Decision.Start start)
    {
        if (start.Task.Phase == PlanPhase.OnCancel) return Life.Over;
        lock (_gate)
        {
            if (_isCancelRequested) return new CancellationToken(canceled: true);
            return (_runs ??= CancellationTokenSource.CreateLinkedTokenSource(Life.Over)).Token;
        }
    }

    /// <summary>Makes the next entry. Until <see cref="EndEntry"/> the job is ahead of its logbook and not shown.</summary>
    public JobStep BeginEntry(Func<LiveJob, List<JobEvent>, JobStep> advance)
    {
        lock (_gate)
        {
            _isWriting = true;
            Entry.Clear();
            return advance(this, Entry);
        }
    }

    public void EndEntry()
    {
        lock (_gate)
        {
            _isWriting = false;
            DurableEvents = State.EventCount;
            Fraction = 0;
        }
    }

    /// <summary>The entry that was begun was refused: the job is what its logbook says.</summary>
    public void Restore(JobState durable)
    {
        lock (_gate)
        {
            State = durable;
            DurableEvents = durable.EventCount;
        }
    }

    /// <summary>The job as its logbook has it, or null while an entry is under way: then the store knows.</summary>
    public JobView? TryView(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_isWriting) return null;
            var view = JobViews.Of(Posted, State, Pins, now, Fraction);
            return (_isCancelRequested || Paused.Value) && !view.IsFinal
                ? view with { IsCancelRequested = _isCancelRequested || view.IsCancelRequested, IsPaused = Paused.Value }
                : view;
        }
    }

    /// <summary>Remembers a write of output that must be durable before the next entry.</summary>
    public void AddOutput(Task writing)
    {
        lock (_gate) (_output ??= []).Add(writing);
    }

    /// <summary>Waits until all output so far is durable.</summary>
    public ValueTask FlushOutputAsync()
    {
        List<Task>? writing;
        lock (_gate) (writing, _output) = (_output, null);
        return writing is null ? ValueTask.CompletedTask : new ValueTask(Task.WhenAll(writing));
    }

    /// <summary>The job has left this node; it may still be shown.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _runs?.Dispose();
        }
    }
}
