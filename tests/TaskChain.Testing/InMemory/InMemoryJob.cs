using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>A job's row and logbook.</summary>
internal sealed class InMemoryJob
{
    private readonly List<LogEntry> _log = [];

    public InMemoryJob(NewJob job, long position, RunnerId? owner)
    {
        Posted = job with { Document = job.Document.ToArray(), Owner = null, Events = default, EventCount = 0, Search = [] };
        Search = [.. job.Search];
        Position = position;
        Owner = owner;
        Status = owner is null ? JobStatus.Queued : JobStatus.Running;
        Epoch = owner is null ? 0 : 1;
        DueAt = owner is null ? job.NotBefore : null;
        if (owner is not null) Append(job.EventCount, job.Events);
    }

    public NewJob Posted { get; }

    public IReadOnlyList<SearchTerm> Search { get; }

    public long Position { get; }

    public JobStatus Status { get; set; }

    public long Epoch { get; set; }

    public RunnerId? Owner { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool IsCancelRequested { get; set; }

    public bool IsPaused { get; set; }

    public int NextSequence { get; private set; }

    public bool IsLive => !Status.IsFinal();

    public JobAppend? LastAppend { get; set; }

    /// <summary>Is it the entry that this very claim has written last, repeated because its answer was lost?</summary>
    public bool Has(JobAppend append) => LastAppend is { } last && last.Epoch == append.Epoch && last.ExpectedSequence == append.ExpectedSequence
        && last.Events.Span.SequenceEqual(append.Events.Span);

    /// <summary>Is there that very entry?</summary>
    public bool Has(int sequence, ReadOnlyMemory<byte> events) =>
        _log.Exists(entry => entry.Sequence == sequence && entry.Events.Span.SequenceEqual(events.Span));

    public void Append(int eventCount, ReadOnlyMemory<byte> events)
    {
        _log.Add(new LogEntry(NextSequence, eventCount, events.ToArray()));
        NextSequence += eventCount;
    }

    public IReadOnlyList<LogEntry> LogFrom(int sequence) => [.. _log.Where(entry => entry.Sequence + entry.EventCount > sequence)];

    public StoredJob ToStored(bool withLog, bool isNamePaused) => new()
    {
        Posted = Posted,
        Status = Status,
        Epoch = Epoch,
        Owner = Owner,
        IsCancelRequested = IsCancelRequested,
        IsPaused = IsPaused,
        IsNamePaused = isNamePaused,
        EndedAt = EndedAt,
        Log = withLog ? [.. _log] : [],
    };
}
