namespace TaskChain.Engine.Ports;

/// <summary>Runners and their leases. The store's clock decides.</summary>
public interface IRunnerStore
{
    /// <summary>Registers a runner and keeps a session open whose loss tells the others at once that the runner is gone.</summary>
    Task<IRunnerSession> JoinAsync(RunnerId runner, string host, int processId, TimeSpan lease, CancellationToken cancellationToken);
}

/// <summary>A runner's registration. Disposing it says goodbye: its jobs may be taken over at once.</summary>
public interface IRunnerSession : IAsyncDisposable
{
    /// <summary>Extends the lease. Returns false when the runner has been given up by the others: it must stop and join anew.</summary>
    Task<bool> RenewAsync(CancellationToken cancellationToken);
}
