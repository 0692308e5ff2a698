using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Operations;

/// <summary>Answer of <c>/stats</c>: numbers of jobs by how long ago they were posted. A job is in exactly one bucket.</summary>
/// <param name="AllTime">Longer ago than 24 hours.</param>
/// <param name="Past24h">24 to 2 hours ago.</param>
/// <param name="PastHour">2 hours to 1 hour ago.</param>
/// <param name="Current">During the last hour.</param>
public sealed record StatsDocument(
    JobCountsDocument AllTime,
    [property: JsonPropertyName("past_24h")] JobCountsDocument Past24h,
    JobCountsDocument PastHour,
    JobCountsDocument Current);

/// <summary>Numbers of jobs by where they are.</summary>
/// <param name="Queued">On the board.</param>
/// <param name="Failed">Ended: failed.</param>
/// <param name="Succeeded">Ended: succeeded.</param>
/// <param name="Canceled">Ended: cancelled.</param>
/// <param name="Running">A runner has them.</param>
/// <param name="Retried">Ended by asking for a new attempt.</param>
/// <param name="Waiting">Wait to be resumed.</param>
public sealed record JobCountsDocument(long Queued, long Failed, long Succeeded, long Canceled, long Running, long Retried, long Waiting);
