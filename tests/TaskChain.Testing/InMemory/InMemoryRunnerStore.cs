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
            var session = new Session(_storage, _sessions.Count, host, processId, lease);
            if (!_sessions.TryAdd(runner, session)) throw new InvalidOperationException($"Runner '{runner}' has joined before; join under a new id.");
            return Task.FromResult<IRunnerSession>(session);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunnerInfo>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var now = _storage.Time.GetUtcNow();
            return Task.FromResult<IReadOnlyList<RunnerInfo>>(
            [
                .. _sessions.OrderByDescending(s => s.Value.Number).Select(s => new RunnerInfo(
                    s.Key, s.Value.Host, s.Value.ProcessId, s.Value.JoinedAt, s.Value.ActiveAt, !s.Value.GivenUp && s.Value.LeaseUntil >= now,
                    s.Value.IsIdle, _storage.Jobs.CountRunning(s.Key))),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<bool> SetIdleAsync(RunnerId runner, bool idle, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_sessions.TryGetValue(runner, out var session)) return Task.FromResult(false);
            session.IsIdle = idle;
            return Task.FromResult(true);
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

    /// <summary>Called under the lock.</summary>
    internal bool IsIdle(RunnerId runner) => _sessions.TryGetValue(runner, out var session) && session.IsIdle;

    /// <summary>Called under the lock.</summary>
    internal bool MayClaim(RunnerId runner) => !_sessions.TryGetValue(runner, out var session) || !(session.GivenUp || session.IsIdle);

    private sealed class Session(InMemoryStorage storage, int number, string host, int processId, TimeSpan lease) : IRunnerSession
    {
        public int Number { get; } = number;

        public string Host { get; } = host;

        public int ProcessId { get; } = processId;

        public DateTimeOffset JoinedAt { get; } = storage.Time.GetUtcNow();

        public DateTimeOffset ActiveAt { get; private set; } = storage.Time.GetUtcNow();

        public DateTimeOffset LeaseUntil => ActiveAt + lease;

        public bool IsIdle { get; set; }

        public bool GivenUp { get; set; }

        public bool Lost { get; set; }

        public Task<bool> RenewAsync(CancellationToken cancellationToken)
        {
            lock (storage.Gate)
            {
                if (GivenUp) return Task.FromResult(false);
                ActiveAt = storage.Time.GetUtcNow();
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
