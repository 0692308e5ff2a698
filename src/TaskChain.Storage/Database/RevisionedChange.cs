using Npgsql;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Database;

/// <summary>
/// A transaction that holds the one row with the revision of something that nodes keep in memory, so that its changes come one after the other. Disposing
/// it without a commit changes nothing.
/// </summary>
internal sealed class RevisionedChange : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _bump;

    private RevisionedChange(NpgsqlConnection connection, NpgsqlTransaction transaction, string bump) =>
        (_connection, _transaction, _bump) = (connection, transaction, bump);

    /// <summary>Begins one.</summary>
    /// <param name="source">Where.</param>
    /// <param name="subject">The statements <c>subject_lock</c> and <c>subject_bump</c> lock the row and raise its revision.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<RevisionedChange> BeginAsync(NpgsqlDataSource source, string subject, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var change = new RevisionedChange(connection, await connection.BeginTransactionAsync(cancellationToken), subject + "_bump");
            await change.ExecuteAsync(subject + "_lock", cancellationToken);
            return change;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public NpgsqlCommand Command(string statement, params NpgsqlParameter[] parameters) =>
        new NpgsqlCommand(SqlText.Get(statement), _connection, _transaction).With(parameters);

    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(statement, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<object?> ScalarAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(statement, parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Counts the change and commits it.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(_bump, cancellationToken);
        await _transaction.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
