using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>Heeds what others want of this node as a runner and of its jobs: asks the store, since they may be on other nodes.</summary>
internal sealed partial class RunnerWatch(
    IJobControl control, IRunnerStore runners, RunnerLives lives, LiveJobs jobs, EngineOptions options, TimeProvider time, ILogger<RunnerWatch> log)
{
    private readonly StampedFlag _idle = new();
    private RunnerLife? _known;

    public RunnerLives Lives => lives;

    public LiveJobs Jobs => jobs;

    /// <summary>True when this node has been told to claim nothing.</summary>
    public bool IsIdle => _idle.Value;

    /// <summary>Tells this node to claim nothing, or to claim again; that is durable already.</summary>
    public void SetIdle(bool idle) => _idle.Set(idle, jobs.NextStamp());

    /// <summary>The life that takes jobs; joins when there is none. A node that is idle stays so under its next life.</summary>
    public async Task<RunnerLife> JoinAsync(CancellationToken cancellationToken)
    {
        var life = await lives.JoinAsync(cancellationToken);
        if (life == _known) return life;
        if (IsIdle) await runners.SetIdleAsync(life.Id, true, cancellationToken);
        await ReadPausedNamesAsync(cancellationToken);
        _known = life;
        return life;
    }

    /// <summary>Asks until cancelled.</summary>
    /// <param name="woken">Is called when the node may claim again.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    public async Task LoopAsync(Action woken, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.PollInterval, time, cancellationToken);
                foreach (var life in lives.All) await AskAsync(life, woken, cancellationToken);
                await ReadPausedNamesAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogUnheard(e);
            }
        }
    }

    /// <summary>Finds out which names are paused.</summary>
    public async Task ReadPausedNamesAsync(CancellationToken cancellationToken)
    {
        var stamp = jobs.NextStamp();
        jobs.SetPausedNames(await control.PausedNamesAsync(cancellationToken), stamp);
    }

    private async Task AskAsync(RunnerLife life, Action woken, CancellationToken cancellationToken)
    {
        var stamp = jobs.NextStamp();
        var signals = await control.SignalsAsync(life.Id, cancellationToken);
        jobs.Apply(life.Id, signals, stamp);
        if (life != lives.Current || life != Volatile.Read(ref _known)) return;
        var wasIdle = IsIdle;
        _idle.Set(signals.IsIdle, stamp);
        if (wasIdle && !IsIdle) woken();
    }

    [LoggerMessage(1027, LogLevel.Warning, "What others want of this node's jobs could not be read; asking again.")]
    private partial void LogUnheard(Exception exception);
}
