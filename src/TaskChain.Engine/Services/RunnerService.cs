using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>The nodes that run jobs.</summary>
public sealed class RunnerService
{
    private readonly IRunnerStore _store;
    private readonly RunnerHost _host;

    internal RunnerService(IRunnerStore store, RunnerHost host)
    {
        _store = store;
        _host = host;
    }

    /// <summary>All runners that were not forgotten yet, those that joined last first. A node that starts again, or joins anew, is a new runner.</summary>
    public Task<IReadOnlyList<RunnerInfo>> ListAsync(CancellationToken cancellationToken) => _store.ListAsync(cancellationToken);

    /// <summary>
    /// Tells a runner to claim no jobs, or to claim again; what it runs goes on. Holds until the node stops. A runner of another node heeds it within its
    /// poll interval, and gets no job from the board at once.
    /// </summary>
    /// <returns>False when there is no such runner.</returns>
    public async Task<bool> SetIdleAsync(Guid id, bool idle, CancellationToken cancellationToken)
    {
        var runner = new RunnerId(id);
        if (!await _store.SetIdleAsync(runner, idle, cancellationToken)) return false;
        if (_host.Runner == runner) _host.SetIdle(idle);
        return true;
    }
}
