namespace TaskChain.Engine.Ports;

/// <summary>What operators and callers do to jobs from outside: everything that is not a runner's. Every call is durable when it returns.</summary>
public interface IJobControl
{
    /// <summary>
    /// Writes an entry for a job that no runner has and moves it. The same call again counts as done.
    /// </summary>
    /// <returns>False when the job is elsewhere by now or its logbook has grown: read it again.</returns>
    Task<bool> MoveIdleAsync(IdleMove move, CancellationToken cancellationToken);

    /// <summary>Marks a running job: its runner is told (<see cref="SignalsAsync"/>) and no entry that does not know of it moves the job any more.</summary>
    /// <returns>False when the job is not running (any more).</returns>
    Task<bool> RequestCancelAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>
    /// Pauses a live job or lifts its own pause: nothing of a paused job is started, whatever becomes due, unless it is to be cancelled. Idempotent.
    /// </summary>
    /// <returns>False when there is no such job or it is final.</returns>
    Task<bool> SetPausedAsync(JobId job, bool paused, CancellationToken cancellationToken);

    /// <summary>Pauses all jobs of workflows with that name, those to come too, or lifts that. Idempotent.</summary>
    Task SetNamePausedAsync(string name, bool paused, CancellationToken cancellationToken);

    /// <summary>The names that are paused, in ordinal order.</summary>
    Task<IReadOnlyList<string>> PausedNamesAsync(CancellationToken cancellationToken);

    /// <summary>What a runner has to know about itself and its jobs. Cheap: runners ask several times a second.</summary>
    Task<RunnerSignals> SignalsAsync(RunnerId runner, CancellationToken cancellationToken);

    /// <summary>Removes a final job with everything that belongs to it.</summary>
    Task<DeleteJobOutcome> DeleteAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>
    /// Removes final jobs that are older or more than wanted, those that ended first first. Those with open webhook deliveries stay. Never blocks on rows
    /// that others hold.
    /// </summary>
    /// <param name="maxAge">Jobs that ended longer ago than this go; null keeps them.</param>
    /// <param name="maxCount">This many final jobs may stay; null for any number. While another node removes jobs, nothing goes.</param>
    /// <param name="batch">At most this many go in one call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many went; less than <paramref name="batch"/> when nothing more is to go.</returns>
    Task<int> PruneAsync(TimeSpan? maxAge, long? maxCount, int batch, CancellationToken cancellationToken);

    /// <summary>
    /// Stores all jobs or none, in one commit. None of them may have an owner. Jobs of one call stand in each other's way as if posted one after the other.
    /// </summary>
    /// <returns>One outcome per job: all Inserted, or why those that cannot be stored cannot (the others are Inserted, and were not stored).</returns>
    Task<IReadOnlyList<InsertJobOutcome>> InsertAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken);
}

/// <summary>What a runner has to know.</summary>
/// <param name="IsIdle">True when it has been told to claim nothing.</param>
/// <param name="Jobs">Its running jobs of which somebody wants something.</param>
public sealed record RunnerSignals(bool IsIdle, IReadOnlyList<JobSignal> Jobs);

/// <summary>What somebody wants of a running job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Cancel">It is to be cancelled.</param>
/// <param name="Pause">Nothing more of it is to be started: it or its name is paused. False when it is to be cancelled.</param>
public readonly record struct JobSignal(JobId Job, bool Cancel, bool Pause);

/// <summary>Outcome of removing a job.</summary>
public enum DeleteJobOutcome
{
    /// <summary>Removed.</summary>
    Deleted,

    /// <summary>There is none.</summary>
    NotFound,

    /// <summary>It has not ended; nothing was removed.</summary>
    Live,
}
