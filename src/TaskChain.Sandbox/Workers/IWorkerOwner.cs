using TaskChain.Sandbox.Processes;

namespace TaskChain.Sandbox.Workers;

/// <summary>Is told about a worker, on the worker's reading thread.</summary>
internal interface IWorkerOwner
{
    /// <summary>It is warm.</summary>
    void OnReady(WorkerProcess worker);

    /// <summary>Its run has ended, and it can take another.</summary>
    void OnIdle(WorkerProcess worker);

    /// <summary>The observer of its run threw.</summary>
    void OnObserverFailed(WorkerProcess worker, Exception exception);

    /// <summary>It is dead and reaped; its run, if any, ends right after this.</summary>
    void OnDead(WorkerProcess worker, ExitStatus status, string output);
}
