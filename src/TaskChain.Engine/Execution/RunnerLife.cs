using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>
/// One registration of this node as a runner. A node gets a new one when it was given up by the others, or when a write's outcome is unknown: then
/// the old life claims nothing more and says goodbye with its last job, so that whatever it may own unknowingly is taken over.
/// </summary>
internal sealed class RunnerLife(RunnerId id, IRunnerSession session) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private int _jobs;
    private bool _closed;

    public RunnerId Id { get; } = id;

    /// <summary>True when the others have given this life up: nothing that it writes will be accepted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Fires when running bodies must stop.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Counts a job in; false when this life takes none any more.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_closed) return false;
            _jobs++;
            return true;
        }
    }

    /// <summary>Counts a job out. True when it was the last one of a life that takes no more.</summary>
    public bool Leave()
    {
        lock (_gate) return --_jobs == 0 && _closed;
    }

    /// <summary>Takes no more jobs. True when there is none left.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _jobs == 0;
        }
    }

    public Task<bool> RenewAsync(CancellationToken cancellationToken) => session.RenewAsync(cancellationToken);

    /// <summary>Stops running bodies because the others have the jobs now.</summary>
    public void Lose()
    {
        IsLost = true;
        Close();
        _over.Cancel();
    }

    /// <summary>Stops running bodies; their jobs are handed back.</summary>
    public void StopRuns() => _over.Cancel();

    /// <summary>Says goodbye.</summary>
    public ValueTask GoodbyeAsync() => session.DisposeAsync();

    public void Dispose() => _over.Dispose();
}
