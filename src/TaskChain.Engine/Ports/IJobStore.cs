namespace TaskChain.Engine.Ports;

/// <summary>
/// Jobs, their claims and their logbook. Calls from many jobs at once are what it is made for: backends commit them in groups. A write whose outcome
/// a lost connection left open is resolved by the store, which tries again for a bounded time. When a call throws nevertheless, its outcome is unknown:
/// a runner then has to join anew under another id, so that whatever the old one may own is claimed again.
/// </summary>
public interface IJobStore
{
    /// <summary>Stores a new job; returns only when it is durable.</summary>
    ValueTask<InsertJobOutcome> InsertAsync(NewJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Appends to a job's logbook and, in the same commit, moves the job. Refused when the claim's epoch is not the job's any more or when
    /// another entry stands at the expected sequence number (fencing): then nothing is written. The same entry again, under the same claim, counts as
    /// appended. Calls for one job under one claim must not overlap.
    /// Cancellation is heeded until the entry is handed to the backend; from then on its outcome is awaited.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken);

    /// <summary>
    /// Claims up to <paramref name="max"/> jobs for a runner: due queued jobs in order of priority and age, then waiting jobs whose deadline has
    /// passed, then running jobs of runners that are dead. Each claim raises the job's epoch. Never blocks on rows that others hold. A runner that the
    /// others have given up, or that has been told to idle, gets none. Paused jobs are left out, except those of dead runners, whose new owner has to
    /// put them back (<see cref="StoredJob.IsPaused"/>, <see cref="StoredJob.IsNamePaused"/>), and those that are to be cancelled.
    /// </summary>
    Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken);

    /// <summary>Time until the next queued or waiting job that is not paused becomes due by the store's clock; null when there is none.</summary>
    Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// A job with its logbook, or null. <see cref="NewJob.Owner"/> and <see cref="NewJob.Events"/> are empty in it: the logbook has the entry. So is
    /// <see cref="NewJob.Search"/>.
    /// </summary>
    Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Appends one element to a job's info from outside of it. Returns false when there is no such job.</summary>
    Task<bool> AppendInfoAsync(JobId job, ReadOnlyMemory<byte> json, CancellationToken cancellationToken);

    /// <summary>Appends what running bodies said, for many jobs at once; written in groups, not fenced.</summary>
    ValueTask AppendOutputAsync(JobOutput output, CancellationToken cancellationToken);

    /// <summary>Everything a job's bodies and callers said, oldest first.</summary>
    Task<IReadOnlyList<JobOutput>> ReadOutputAsync(JobId job, JobOutputKind? kind, CancellationToken cancellationToken);
}

/// <summary>Outcome of storing a job.</summary>
public enum InsertJobOutcome
{
    /// <summary>Stored.</summary>
    Inserted,

    /// <summary>
    /// Stored on the board, without its owner and first entry: all jobs of its name are paused, so that nobody may start it. Only for jobs that were
    /// given with an owner.
    /// </summary>
    Held,

    /// <summary>A job with that id exists, also if it is an equal one; nothing was stored.</summary>
    IdTaken,

    /// <summary>The target matches the <see cref="NewJob.Locks"/> of a live job; nothing was stored.</summary>
    TargetLocked,

    /// <summary>A live job has the same <see cref="NewJob.UniqueKey"/>; nothing was stored.</summary>
    TargetTaken,

    /// <summary>The workflow has another revision by now, or is gone; nothing was stored. Read the workflow again.</summary>
    WorkflowChanged,
}

/// <summary>Outcome of an append.</summary>
public enum AppendOutcome
{
    /// <summary>Durable.</summary>
    Appended,

    /// <summary>Another runner has the job now, or the logbook has grown: the caller must drop the job.</summary>
    Stale,

    /// <summary>
    /// Somebody wants the job to be cancelled and the entry, which moves it, does not know of that (<see cref="JobAppend.KnowsCancel"/>): nothing was
    /// written, the claim still holds.
    /// </summary>
    CancelRequested,
}
