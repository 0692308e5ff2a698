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

    public Task<IReadOnlyList<RunnerInfo>> ListAsync(CancellationToken cancellationToken) => retrier.RunAsync<IReadOnlyList<RunnerInfo>>(
        "runner list",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("runner_list"));
            await using var row = await command.ExecuteReaderAsync(token);
            var runners = new List<RunnerInfo>();
            while (await row.ReadAsync(token))
            {
                runners.Add(new RunnerInfo(
                    new RunnerId(row.GetGuid(0)), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3),
                    row.GetFieldValue<DateTimeOffset>(4), row.GetBoolean(5), row.GetBoolean(6), row.GetInt64(7)));
            }

            return runners;
        },
        cancellationToken);

    public Task<bool> SetIdleAsync(RunnerId runner, bool idle, CancellationToken cancellationToken) => retrier.RunAsync(
        "runner idle",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("runner_set_idle")).With(Db.Uuid(runner.Value), Db.Bool(idle));
            return await command.ExecuteNonQueryAsync(token) == 1;
        },
        cancellationToken);

    private Task ForgetAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "runner forget",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("runner_forget"));
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);
}
