namespace TaskChain.Contracts.Keys;

/// <summary>What a consumer may ask for; an absent member limits nothing.</summary>
public sealed record LimitsDocument
{
    /// <summary>Jobs that it may post per second, on each node; 0.001 to 1,000,000.</summary>
    public double? JobsPerSecond { get; init; }

    /// <summary>Jobs that it may post at once after a quiet time; 1 to 1,000,000. Default <see cref="JobsPerSecond"/>, at least 1.</summary>
    public int? Burst { get; init; }

    /// <summary>Jobs of it that may be queued, running or waiting; 0 to 1,000,000,000. Counted at most a second ago.</summary>
    public long? MaxLiveJobs { get; init; }

    /// <summary>Largest body of one of its requests in bytes; 1 to 1,073,741,824.</summary>
    public long? MaxRequestBytes { get; init; }
}
