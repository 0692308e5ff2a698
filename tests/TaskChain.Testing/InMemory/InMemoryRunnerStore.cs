using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Runners in memory.</summary>
public sealed class InMemoryRunnerStore : IRunnerStore
{
    private readonly InMemoryStorage _storage;
    private readonly Dictionary<RunnerId, Session> _sessions = [];

    internal InMemoryRunnerStore(InMemoryStorage storage) => _storage = storage;

    /// <inheritdoc/>
    public Task<IRunnerSession> JoinAsync(RunnerId runner, string host, int processId, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var session = new Session(_storage, lease);
            if (!_sessions.TryAdd(runner, session)) throw new InvalidOperationException($"Runner '{runner}' has joined before; join under a new id.");
            return Task.FromResult<IRunnerSession>(session);
        }
    }

    /// <summary>What the others see when the runner's process is killed: the session is gone, nobody said goodbye.</summary>
    public void LoseSession(RunnerId runner)
    {
        lock (_storage.Gate) _sessions[runner].Lost = true;
    }

    /// <summary>Called under the lock. Gives up runners that are dead, except the one that asks.</summary>
    internal void GiveUpDead(RunnerId except)
    {
        foreach (var (runner, session) in _sessions)
        {
            if (runner != except && (session.Lost || session.LeaseUntil < _storage.Time.GetUtcNow())) session.GivenUp = true;
        }
    }

    /// <summary>Called under the lock.</summary>
    internal bool IsGivenUp(RunnerId runner) => _sessions.TryGetValue(runner, out var session) && session.GivenUp;

    private sealed class Session(InMemoryStorage storage, TimeSpan lease) : IRunnerSession
    {
        public DateTimeOffset LeaseUntil { get; private set; } = storage.Time.GetUtcNow() + lease;

        public bool GivenUp { get; set; }

        public bool Lost { get; set; }

        public Task<bool> RenewAsync(CancellationToken cancellationToken)
        {
            lock (storage.Gate)
            {
                if (GivenUp) return Task.FromResult(false);
                LeaseUntil = storage.Time.GetUtcNow() + lease;
                Lost = false;
                return Task.FromResult(true);
            }
        }

        public ValueTask DisposeAsync()
        {
            lock (storage.Gate) GivenUp = true;
            return ValueTask.CompletedTask;
        }
    }
}
