namespace TaskChain.Engine.Ports;

/// <summary>Runners and their leases. The store's clock decides.</summary>
public interface IRunnerStore
{
    /// <summary>Registers a runner and keeps a session open whose loss tells the others at once that the runner is gone.</summary>
    Task<IRunnerSession> JoinAsync(RunnerId runner, string host, int processId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>All runners that were not forgotten yet, those that joined last first.</summary>
    Task<IReadOnlyList<RunnerInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Tells a runner to claim nothing more, or to claim again; what it runs goes on. Returns false when there is no such runner.</summary>
    Task<bool> SetIdleAsync(RunnerId runner, bool idle, CancellationToken cancellationToken);
}

/// <summary>A runner as the others see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">Its machine's name.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="JoinedAt">When it joined.</param>
/// <param name="ActiveAt">When it last extended its lease; all by the store's clock.</param>
/// <param name="IsActive">False once its lease is over or it was given up: its jobs are taken over.</param>
/// <param name="IsIdle">True when it has been told to claim nothing.</param>
/// <param name="RunningJobs">Jobs that it has claimed.</param>
public sealed record RunnerInfo(
    RunnerId Id, string Host, int ProcessId, DateTimeOffset JoinedAt, DateTimeOffset ActiveAt, bool IsActive, bool IsIdle, long RunningJobs);

/// <summary>A runner's registration. Disposing it says goodbye: its jobs may be taken over at once.</summary>
public interface IRunnerSession : IAsyncDisposable
{
    /// <summary>Extends the lease. Returns false when the runner has been given up by the others: it must stop and join anew.</summary>
    Task<bool> RenewAsync(CancellationToken cancellationToken);
}
