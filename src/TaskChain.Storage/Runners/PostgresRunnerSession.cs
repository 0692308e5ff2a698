using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Runners;

/// <summary>
/// A runner's registration. The lock is taken before the row can be seen, so that nobody sees a runner without its lock. When the connection breaks,
/// the next renewal opens another one and takes the lock anew, unless the others have noticed and given the runner up.
/// </summary>
internal sealed partial class PostgresRunnerSession(DatabaseSources sources, Retrier retrier, ILogger logger, RunnerId runner) : IRunnerSession
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NpgsqlConnection? _connection;
    private long _lockKey;
    private bool _locked;
    private bool _joined;

    public Task JoinAsync(string host, int processId, TimeSpan lease, CancellationToken cancellationToken) => RunAsync(
        "runner join",
        async (attempt, token) =>
        {
            if (_lockKey == 0) _lockKey = (long)(await ScalarAsync("runner_lock_key", token))!;
            await HoldLockAsync(token);
            await using var join = Command(
                "runner_join", Db.Uuid(runner.Value), Db.Long(_lockKey), Db.Int(processId), Db.Interval(lease), Db.Text(host));
            if (await join.ExecuteNonQueryAsync(token) == 0 && !(attempt.Again && await IsMineAsync(token)))
            {
                throw new InvalidOperationException($"Runner '{runner}' has joined before; join under a new id.");
            }

            _joined = true;
            return true;
        },
        cancellationToken);

    public Task<bool> RenewAsync(CancellationToken cancellationToken) => RunAsync(
        "runner renew",
        async (_, token) =>
        {
            await HoldLockAsync(token);
            await using var renew = Command("runner_renew", Db.Uuid(runner.Value));
            return await renew.ExecuteNonQueryAsync(token) == 1;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_joined && _connection is not null)
            {
                await using var leave = Command("runner_leave", Db.Uuid(runner.Value));
                await leave.ExecuteNonQueryAsync();
            }
        }
        catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
        {
            // The others notice soon enough: the lock is free as of now.
            LogNoGoodbye(logger, runner.Value, exception.Message);
        }
        finally
        {
            await DropConnectionAsync();
            _turn.Release();
        }
    }

    private async Task<bool> RunAsync(string operation, Func<Attempt, CancellationToken, Task<bool>> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await retrier.RunAsync(
                operation,
                async (attempt, token) =>
                {
                    try
                    {
                        _connection ??= await sources.Sessions.OpenConnectionAsync(token);
                        return await action(attempt, token);
                    }
                    catch (Exception exception) when (Transient.Is(exception))
                    {
                        await DropConnectionAsync();
                        throw;
                    }
                },
                cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    // A lock that an earlier connection of ours still holds, because the server has not noticed its end, says "alive" as well; we get it later.
    private async Task HoldLockAsync(CancellationToken cancellationToken)
    {
        if (!_locked) _locked = (bool)(await ScalarAsync("runner_lock", cancellationToken, Db.Long(_lockKey)))!;
    }

    private async Task<bool> IsMineAsync(CancellationToken cancellationToken) =>
        await ScalarAsync("runner_find_key", cancellationToken, Db.Uuid(runner.Value)) is long key && key == _lockKey;

    private async Task<object?> ScalarAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(statement, parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string statement, params NpgsqlParameter[] parameters) =>
        new NpgsqlCommand(SqlText.Get(statement), _connection).With(parameters);

    private async ValueTask DropConnectionAsync()
    {
        _locked = false;
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    [LoggerMessage(3020, LogLevel.Warning, "Runner {RunnerId} could not say goodbye: {Reason}")]
    private static partial void LogNoGoodbye(ILogger logger, Guid runnerId, string reason);
}
