using System.Text.Json.Serialization;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Contracts.Operations;

/// <summary>Answer of <c>/snapshot</c>.</summary>
/// <param name="Service">Who answers.</param>
/// <param name="Stats">How it is.</param>
/// <param name="Types">Names of the members that follow.</param>
/// <param name="Jobs">Running and queued jobs by uuid, without chains and results; at most 1000 of each, those posted last.</param>
/// <param name="RunningJobs">The runner of each running job; null while that changes.</param>
/// <param name="QueuedJobs">When each queued job was posted.</param>
/// <param name="Runners">When each runner was last heard of.</param>
public sealed record SnapshotDocument(
    SnapshotServiceDocument Service, SnapshotStatsDocument Stats, IReadOnlyList<string> Types, IReadOnlyDictionary<string, JobDocument> Jobs,
    IReadOnlyDictionary<string, string?> RunningJobs, IReadOnlyDictionary<string, DateTimeOffset> QueuedJobs,
    IReadOnlyDictionary<string, DateTimeOffset> Runners);

/// <summary>Who answers.</summary>
/// <param name="Name">Always <c>workflow</c>.</param>
/// <param name="Component">Always <c>jobs</c>.</param>
/// <param name="Ident">The host that the caller named.</param>
/// <param name="Pid">Process id of the service.</param>
public sealed record SnapshotServiceDocument(string Name, string Component, string Ident, int Pid);

/// <summary>How the service is.</summary>
/// <param name="Uptime">Seconds since its start.</param>
/// <param name="Memory">What it has.</param>
/// <param name="TotalJobs">All jobs that are stored.</param>
/// <param name="RunningJobs">Running jobs.</param>
/// <param name="QueuedJobs">Queued jobs.</param>
public sealed record SnapshotStatsDocument(double Uptime, SnapshotMemoryDocument Memory, long TotalJobs, long RunningJobs, long QueuedJobs);

/// <summary>Memory in bytes.</summary>
/// <param name="Rss">Of the process.</param>
/// <param name="HeapTotal">Of its managed heap.</param>
/// <param name="HeapUsed">Of that, used.</param>
public sealed record SnapshotMemoryDocument(
    long Rss, [property: JsonPropertyName("heapTotal")] long HeapTotal, [property: JsonPropertyName("heapUsed")] long HeapUsed);
