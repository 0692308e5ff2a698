namespace TaskChain.Engine.Ports;

/// <summary>A job to store.</summary>
public sealed record NewJob
{
    /// <summary>Its id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The workflow's id as callers know it.</summary>
    public required Guid WorkflowId { get; init; }

    /// <summary>The workflow's immutable revision that the job runs.</summary>
    public required Guid WorkflowRevision { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the job works on, or null.</summary>
    public string? Target { get; init; }

    /// <summary>The consumer that posted it, or null when the caller had no key.</summary>
    public string? Consumer { get; init; }

    /// <summary>
    /// While the job lives, no other with the same key is stored; null when it stands in nobody's way. Made of target and parameters, so that equal jobs
    /// for one target are not queued twice. A successor keeps the key of the job that it follows.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>While the job lives, no job whose target matches this pattern (<see cref="LockPattern"/>) is stored; null for none.</summary>
    public string? Locks { get; init; }

    /// <summary>What lists can be searched by, beside the members above: the configured parameters that the job has.</summary>
    public IReadOnlyList<SearchTerm> Search { get; init; } = [];

    /// <summary>
    /// True when the job is stored whatever the workflow, its target and locks are by now: it follows another one (a new attempt of the whole job).
    /// </summary>
    public bool IsSuccessor { get; init; }

    /// <summary>Higher first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it was posted, by the posting node's clock; shown, never compared with another clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Earliest start, or null for now.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What was posted and never changes, as JSON (the engine's own form; stores do not look inside).</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>Hash of the lock file: which scripts and module contents the job is pinned to.</summary>
    public required string LockHash { get; init; }

    /// <summary>The runner that claims the job as it is stored (epoch 1), or null to post it to the board (epoch 0).</summary>
    public RunnerId? Owner { get; init; }

    /// <summary>First logbook entry; present exactly when <see cref="Owner"/> is.</summary>
    public ReadOnlyMemory<byte> Events { get; init; }

    /// <summary>Number of events in <see cref="Events"/>.</summary>
    public int EventCount { get; init; }
}

/// <summary>An entry to append under a claim.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">The claim's epoch.</param>
/// <param name="ExpectedSequence">Number of events the writer knows: the entry's first event gets this sequence number.</param>
/// <param name="EventCount">Number of events in the entry, at least 1.</param>
/// <param name="Events">The events as JSON (the engine's own form).</param>
/// <param name="Move">How the job moves with it; null when it stays claimed and running.</param>
/// <param name="Successor">A job that is stored in the same commit (whole-job retry), or null.</param>
public sealed record JobAppend(
    JobId Job, long Epoch, int ExpectedSequence, int EventCount, ReadOnlyMemory<byte> Events, JobMove? Move, NewJob? Successor = null)
{
    /// <summary>
    /// True when the logbook says with this entry or before it that the job is to be cancelled. An entry that moves the job and does not know of a request
    /// to cancel it is refused: no job ends well after its cancel was acknowledged.
    /// </summary>
    public bool KnowsCancel { get; init; }

    /// <summary>True when the move is to be announced: deliveries for the webhooks that want it are stored in the same commit.</summary>
    public bool Announces { get; init; }
}

/// <summary>An entry for a job that no runner has, and where it moves with it.</summary>
/// <param name="Job">The job.</param>
/// <param name="From">Queued or Waiting; nothing is written when it is elsewhere.</param>
/// <param name="ExpectedSequence">Number of events the writer knows; nothing is written when the logbook has grown.</param>
/// <param name="EventCount">Number of events in the entry, at least 1.</param>
/// <param name="Events">The events as JSON (the engine's own form).</param>
/// <param name="To">Queued, then it is due at once, or Canceled.</param>
public sealed record IdleMove(JobId Job, JobStatus From, int ExpectedSequence, int EventCount, ReadOnlyMemory<byte> Events, JobStatus To)
{
    /// <summary>
    /// True when the job is to be cancelled from now on (<see cref="StoredJob.IsCancelRequested"/>): then it is claimed although it may be paused.
    /// </summary>
    public bool Cancels { get; init; }

    /// <inheritdoc cref="JobAppend.Announces"/>
    public bool Announces { get; init; }
}

/// <summary>A job's move out of its claim.</summary>
/// <param name="Status">Where to: Queued, Waiting or a final status. The claim is released.</param>
/// <param name="Delay">For Queued: not before now plus this, by the store's clock.</param>
/// <param name="NotBefore">For Waiting: the deadline, null for none.</param>
public sealed record JobMove(JobStatus Status, TimeSpan? Delay = null, DateTimeOffset? NotBefore = null);

/// <summary>A job as stored.</summary>
public sealed record StoredJob
{
    /// <summary>The posted part.</summary>
    public required NewJob Posted { get; init; }

    /// <summary>Where it is.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Number of claims so far.</summary>
    public required long Epoch { get; init; }

    /// <summary>The claiming runner, when running.</summary>
    public RunnerId? Owner { get; init; }

    /// <summary>True once somebody wants it to end, and ever after; its runner writes that into the logbook.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>True when nothing of it is started: the job itself is paused. A cancel overrides every pause.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when nothing of it is started: all jobs of its workflow's name are paused.</summary>
    public bool IsNamePaused { get; init; }

    /// <summary>When it became final, by the store's clock; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The logbook, oldest first; empty in lists.</summary>
    public IReadOnlyList<LogEntry> Log { get; init; } = [];
}

/// <summary>One append of the logbook.</summary>
/// <param name="Sequence">Sequence number of its first event, from 0.</param>
/// <param name="EventCount">Number of events.</param>
/// <param name="Events">The events as JSON.</param>
public sealed record LogEntry(int Sequence, int EventCount, ReadOnlyMemory<byte> Events);

/// <summary>A job that a runner has just claimed.</summary>
/// <param name="Job">The job with its logbook; <see cref="StoredJob.Epoch"/> is the new claim's.</param>
/// <param name="PreviousStatus">Queued; Waiting (its deadline passed); or Running (its runner died and whatever was under way was interrupted).</param>
public sealed record ClaimedJob(StoredJob Job, JobStatus PreviousStatus);

/// <summary>What kind of output.</summary>
public enum JobOutputKind
{
    /// <summary>An element of the job's info.</summary>
    Info,

    /// <summary>A log line.</summary>
    Log,
}

/// <summary>Something a job's body or a caller said.</summary>
/// <param name="Job">The job.</param>
/// <param name="Kind">Info or log.</param>
/// <param name="At">When, by the node's clock.</param>
/// <param name="Json">The element as JSON, for what a body said <c>{"data":…,"date":…}</c>; for a log line an object <c>{"level":…,"message":…,"task":…,"node":…}</c>.</param>
public sealed record JobOutput(JobId Job, JobOutputKind Kind, DateTimeOffset At, ReadOnlyMemory<byte> Json);
