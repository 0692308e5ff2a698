using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Operations;

namespace TaskChain.Client;

public sealed partial class TaskChainClient
{
    /// <summary>Asks whether the service is there, and whether its database is.</summary>
    public Task<PingDocument> PingAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("ping", ContractsJsonContext.Default.PingDocument, cancellationToken);

    /// <summary>Counts jobs by age and by where they are.</summary>
    public Task<StatsDocument> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("stats", ContractsJsonContext.Default.StatsDocument, cancellationToken);

    /// <summary>Reads what is going on: running and queued jobs, runners.</summary>
    public Task<SnapshotDocument> GetSnapshotAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("snapshot", ContractsJsonContext.Default.SnapshotDocument, cancellationToken);

    /// <summary>Lists the runners, those that joined last first.</summary>
    public Task<IReadOnlyList<RunnerDocument>> ListRunnersAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("runners", ContractsJsonContext.Default.IReadOnlyListRunnerDocument, cancellationToken);

    /// <summary>Tells a runner to claim nothing more, or to claim again; what it runs goes on.</summary>
    /// <exception cref="TaskChainProblemException">There is no such runner (404).</exception>
    public async Task SetRunnerIdleAsync(Guid uuid, bool idle, CancellationToken cancellationToken = default)
    {
        using var request = _connection.Request(HttpMethod.Post, $"runners/{uuid:D}/{(idle ? "idle" : "wake")}");
        using var response = await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
    }
}
