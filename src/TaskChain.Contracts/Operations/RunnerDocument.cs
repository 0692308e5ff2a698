namespace TaskChain.Contracts.Operations;

/// <summary>A runner: a node that runs jobs.</summary>
/// <param name="Uuid">Its id; a node that starts again is a new runner.</param>
/// <param name="Host">Its machine's name.</param>
/// <param name="Pid">Its process there.</param>
/// <param name="JoinedAt">When it joined.</param>
/// <param name="ActiveAt">When it was last heard of.</param>
/// <param name="Active">False once it was given up: its jobs are taken over.</param>
/// <param name="Idle">True when it has been told to claim nothing.</param>
/// <param name="RunningJobs">Jobs that it has claimed.</param>
public sealed record RunnerDocument(
    Guid Uuid, string Host, int Pid, DateTimeOffset JoinedAt, DateTimeOffset ActiveAt, bool Active, bool Idle, long RunningJobs);
