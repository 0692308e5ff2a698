using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Execution;

/// <summary>A job that this node has claimed. Only its runner's loop changes it; views are made under its lock.</summary>
internal sealed class LiveJob(NewJob posted, long epoch, JobState state, LoadedLock pins, RunnerLife life)
{
    private readonly Lock _gate = new();
    private List<Task>? _output;
    private bool _isWriting;

    public NewJob Posted { get; } = posted;

    public JobId Id => Posted.Id;

    public string Uuid { get; } = posted.Id.ToString();

    public long Epoch { get; } = epoch;

    public JobState State { get; } = state;

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

    /// <summary>True when the job is final and its logbook says so.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_gate) return !_isWriting && State.Status.IsFinal();
        }
    }

    /// <summary>Makes the next entry. Until <see cref="EndEntry"/> the job is ahead of its logbook and not shown.</summary>
    public JobStep BeginEntry(Func<List<JobEvent>, JobStep> advance)
    {
        lock (_gate)
        {
            _isWriting = true;
            Entry.Clear();
            return advance(Entry);
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

    /// <summary>The job as its logbook has it, or null while an entry is under way: then the store knows.</summary>
    public JobView? TryView(DateTimeOffset now)
    {
        lock (_gate) return _isWriting ? null : JobViews.Of(Posted, State, Pins, now, Fraction);
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
}
