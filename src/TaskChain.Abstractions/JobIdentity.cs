namespace TaskChain;

/// <summary>Who a job is and which attempt of which task runs.</summary>
/// <param name="Uuid">The job's id.</param>
/// <param name="Name">The workflow's name.</param>
/// <param name="Target">What the job works on, or null.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="Interrupted">True when an earlier run of this attempt was cut off.</param>
/// <param name="IdempotencyKey">Stable per job, task and attempt.</param>
/// <param name="CreatedAt">When the job was posted, UTC.</param>
public sealed record JobIdentity(
    string Uuid, string Name, string? Target, int Attempt, bool Interrupted, string IdempotencyKey, DateTimeOffset CreatedAt);
