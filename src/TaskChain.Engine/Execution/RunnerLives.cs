using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>This node's registrations as a runner: the one that takes jobs, and older ones that still have some.</summary>
internal sealed partial class RunnerLives(IRunnerStore store, EngineOptions options, TimeProvider time, ILogger<RunnerLives> log) : IDisposable
{
    private readonly ConcurrentDictionary<RunnerLife, byte> _lives = new();
    private readonly SemaphoreSlim _joining = new(1);
    private volatile RunnerLife? _current;

    /// <summary>The life that takes jobs; null before the first and between two.</summary>
    public RunnerLife? Current => _current;

    /// <summary>All that may still have jobs.</summary>
    public ICollection<RunnerLife> All => _lives.Keys;

    /// <summary>The life that takes jobs; joins when there is none.</summary>
    public async Task<RunnerLife> JoinAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known) return known;
        await _joining.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } joined) return joined;
            var id = new RunnerId(Guid.CreateVersion7());
            var session = await store.JoinAsync(id, Environment.MachineName, Environment.ProcessId, options.Lease, cancellationToken);
            var life = new RunnerLife(id, session);
            _lives[life] = 0;
            _current = life;
            LogJoined(id);
            return life;
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>Keeps the leases until cancelled.</summary>
    /// <param name="lost">Is called when a life was given up by the others.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    public async Task LeaseLoopAsync(Action lost, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                foreach (var life in _lives.Keys) await RenewAsync(life, lost, cancellationToken);
                await Task.Delay(options.Lease / 3, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Ends a life that may own jobs it does not know of: it takes no more, and says goodbye with its last one.</summary>
    public void Doubt(RunnerLife life)
    {
        LogDoubt(life.Id);
        Forget(life);
        if (life.Close()) _ = EndAsync(life);
    }

    /// <summary>Stops running bodies of all lives.</summary>
    public void StopRuns()
    {
        foreach (var life in _lives.Keys) life.StopRuns();
    }

    /// <summary>Says goodbye for all lives.</summary>
    public async Task EndAllAsync()
    {
        foreach (var life in _lives.Keys) await EndAsync(life);
    }

    /// <summary>Says goodbye.</summary>
    public async Task EndAsync(RunnerLife life)
    {
        if (!_lives.TryRemove(life, out _)) return;
        Forget(life);
        try
        {
            await life.GoodbyeAsync();
        }
        catch (Exception e)
        {
            // Its lease will run out.
            LogRenewFailed(e, life.Id);
        }
    }

    public void Dispose() => _joining.Dispose();

    private async Task RenewAsync(RunnerLife life, Action lost, CancellationToken cancellationToken)
    {
        try
        {
            if (await life.RenewAsync(cancellationToken)) return;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogRenewFailed(e, life.Id);
            return;
        }

        LogLost(life.Id);
        Forget(life);
        life.Lose();
        _lives.TryRemove(life, out _);
        lost();
    }

    private void Forget(RunnerLife life) => Interlocked.CompareExchange(ref _current, null, life);

    [LoggerMessage(1020, LogLevel.Information, "This node has joined as runner {RunnerId}.")]
    private partial void LogJoined(RunnerId runnerId);

    [LoggerMessage(1021, LogLevel.Warning, "Runner {RunnerId} was given up by the others; its jobs are dropped here.")]
    private partial void LogLost(RunnerId runnerId);

    [LoggerMessage(1022, LogLevel.Warning, "Runner {RunnerId} may own jobs it does not know of; this node joins anew.")]
    private partial void LogDoubt(RunnerId runnerId);

    [LoggerMessage(1024, LogLevel.Warning, "The lease of runner {RunnerId} could not be renewed.")]
    private partial void LogRenewFailed(Exception exception, RunnerId runnerId);
}
