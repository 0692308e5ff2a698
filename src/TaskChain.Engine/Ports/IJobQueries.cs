namespace TaskChain.Engine.Ports;

/// <summary>Questions about many jobs, and about logbooks as they grow.</summary>
public interface IJobQueries
{
    /// <summary>Jobs without their logbooks, those posted last first (then by id, descending).</summary>
    Task<IReadOnlyList<StoredJob>> ListAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>How many jobs a filter finds, <see cref="JobFilter.After"/>, offset and limit left out.</summary>
    Task<long> CountAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Numbers of jobs by age and status, by the store's clock.</summary>
    Task<JobTotals> TotalsAsync(CancellationToken cancellationToken);

    /// <summary>Numbers of live jobs (queued, running, waiting) of a consumer.</summary>
    Task<long> CountLiveAsync(string consumer, CancellationToken cancellationToken);

    /// <summary>The logbook's entries from a sequence number on, with where the job is; null when there is no such job.</summary>
    Task<LogbookPart?> ReadLogAsync(JobId job, int fromSequence, CancellationToken cancellationToken);
}

/// <summary>The end of a logbook.</summary>
/// <param name="Status">Where the job is.</param>
/// <param name="Entries">The entries, oldest first; the first one may begin before the number asked for.</param>
public sealed record LogbookPart(JobStatus Status, IReadOnlyList<LogEntry> Entries);

/// <summary>Numbers of jobs by how long ago they were posted. The buckets do not overlap (node-workflow's <c>/stats</c>).</summary>
/// <param name="AllTime">Longer ago than 24 hours.</param>
/// <param name="Past24h">24 to 2 hours ago.</param>
/// <param name="PastHour">2 hours to 1 hour ago.</param>
/// <param name="Current">During the last hour.</param>
public sealed record JobTotals(
    IReadOnlyDictionary<JobStatus, long> AllTime, IReadOnlyDictionary<JobStatus, long> Past24h, IReadOnlyDictionary<JobStatus, long> PastHour,
    IReadOnlyDictionary<JobStatus, long> Current);
