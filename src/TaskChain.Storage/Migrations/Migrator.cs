using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Migrations;

/// <summary>Rolls the schema forward. Each migration is one transaction; several nodes that start at once take turns.</summary>
internal sealed partial class Migrator(NpgsqlDataSource source, ILogger logger)
{
    private readonly IReadOnlyList<Migration> _known = Load();

    public Migrator(NpgsqlDataSource source, ILogger logger, IReadOnlyList<Migration> known)
        : this(source, logger) => _known = known;

    /// <exception cref="StorageException">The database's schema is not one that this release can use.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // Another node may be migrating much data, and waiting for it is not an error.
        await ExecuteAsync(connection, "migration_patience", cancellationToken);
        await ExecuteAsync(connection, "migration_lock", cancellationToken, Db.Long(AdvisoryKeys.Migration));
        try
        {
            await ExecuteAsync(connection, "migration_table", cancellationToken);
            var applied = await ReadAppliedAsync(connection, cancellationToken);
            Check(applied);
            foreach (var migration in _known.Skip(applied.Count)) await ApplyAsync(connection, migration, cancellationToken);
        }
        finally
        {
            // A lost connection has lost the lock with it.
            if (connection.State == ConnectionState.Open)
            {
                await ExecuteAsync(connection, "migration_unlock", CancellationToken.None, Db.Long(AdvisoryKeys.Migration));
                await ExecuteAsync(connection, "migration_patience_over", CancellationToken.None);
            }
        }
    }

    internal static IReadOnlyList<Migration> Load() =>
    [
        .. SqlText.Migrations().Select(resource =>
        {
            string name = resource["Migrations/".Length..];
            return Migration.Create(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, SqlText.Read(resource));
        }),
    ];

    private void Check(List<AppliedMigration> applied)
    {
        for (int i = 0; i < applied.Count; i++)
        {
            if (i >= _known.Count)
            {
                throw Refuse(
                    $"is at version {applied[^1].Number}; this release knows versions up to {_known.Count}. Start a release that is at least as new");
            }

            if (applied[i].Number != _known[i].Number)
            {
                throw Refuse($"lacks migration '{_known[i].Name}' although newer ones were applied. Restore the database from a backup");
            }

            if (applied[i].Checksum != _known[i].Checksum)
            {
                throw Refuse(
                    $"was made by another text of migration '{_known[i].Name}' than this release has. "
                    + "Start the release that made it, or restore a backup");
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await using var script = new NpgsqlCommand(migration.Text, connection, transaction) { CommandTimeout = 0 };
            await script.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateTable)
        {
            throw Refuse($"has tables that TaskChain did not make ({exception.MessageText}). Give TaskChain a database of its own");
        }

        await ExecuteAsync(
            connection, "migration_applied", cancellationToken, Db.Int(migration.Number), Db.Text(migration.Name), Db.Text(migration.Checksum));
        await transaction.CommitAsync(cancellationToken);
        LogApplied(logger, migration.Name);
    }

    private static async Task<List<AppliedMigration>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("migration_list"), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new List<AppliedMigration>();
        while (await reader.ReadAsync(cancellationToken)) applied.Add(new AppliedMigration(reader.GetInt32(0), reader.GetString(1)));
        return applied;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string statement, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(SqlText.Get(statement), connection).With(parameters);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static StorageException Refuse(string what) =>
        new(StorageErrorCodes.SchemaMismatch, $"The database's schema {what}.", isTransient: false);

    [LoggerMessage(3010, LogLevel.Information, "Applied migration '{Migration}'.")]
    private static partial void LogApplied(ILogger logger, string migration);

    private sealed record AppliedMigration(int Number, string Checksum);
}

/// <summary>One numbered migration.</summary>
internal sealed record Migration(int Number, string Name, string Text, string Checksum)
{
    public static Migration Create(int number, string name, string text) =>
        new(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
