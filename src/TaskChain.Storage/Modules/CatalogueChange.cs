using Npgsql;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Modules;

/// <summary>A transaction that holds the catalogue's row. Disposing it without a commit changes nothing.</summary>
internal sealed class CatalogueChange : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private CatalogueChange(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public static async Task<CatalogueChange> BeginAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var change = new CatalogueChange(connection, await connection.BeginTransactionAsync(cancellationToken));
            await change.ExecuteAsync("catalogue_lock", cancellationToken);
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
        await ExecuteAsync("catalogue_bump", cancellationToken);
        await _transaction.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
