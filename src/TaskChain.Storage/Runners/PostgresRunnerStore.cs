using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Runners;

/// <summary>Runners in PostgreSQL: a row with a lease, and a session that holds an advisory lock for as long as the runner's process lives.</summary>
internal sealed class PostgresRunnerStore(DatabaseSources sources, Retrier retrier, ILogger logger) : IRunnerStore
{
    public async Task<IRunnerSession> JoinAsync(RunnerId runner, string host, int processId, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        await ForgetAsync(cancellationToken);
        var session = new PostgresRunnerSession(sources, retrier.WithLimit(lease), logger, runner);
        try
        {
            await session.JoinAsync(host, processId, lease, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private Task ForgetAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "runner forget",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("runner_forget"));
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);
}
