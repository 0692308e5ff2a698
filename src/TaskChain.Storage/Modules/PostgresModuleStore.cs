using System.Data;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Modules;

/// <summary>The module catalogue in PostgreSQL. Its changes are rare and take turns on one row, which also counts them.</summary>
internal sealed class PostgresModuleStore(NpgsqlDataSource source, Retrier retrier) : IModuleStore
{
    public Task<CatalogueData> LoadAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "catalogue read",
        async (_, token) =>
        {
            await using var connection = await source.OpenConnectionAsync(token);
            // One snapshot for all four statements.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(SqlText.Get("catalogue_revision")),
                    new NpgsqlBatchCommand(SqlText.Get("module_versions")),
                    new NpgsqlBatchCommand(SqlText.Get("module_tables")),
                    new NpgsqlBatchCommand(SqlText.Get("module_current")),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(token);
            return await CatalogueReader.ReadAsync(reader, token);
        },
        cancellationToken);

    public Task<long> RevisionAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "catalogue revision",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("catalogue_revision"));
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    public Task<PublishOutcome> PublishAsync(
        ModuleVersionData version, ReadOnlyMemory<byte> package, CompatTableData? table, CancellationToken cancellationToken) => retrier.RunAsync(
        "module publish",
        async (attempt, token) =>
        {
            await using var change = await RevisionedChange.BeginAsync(source, "catalogue", token);
            var (found, sameContent, retired) = await FindAsync(change, version, token);
            if (found && !sameContent) return PublishOutcome.Conflict;
            if (found)
            {
                // An earlier attempt whose commit was not confirmed published it.
                if (!retired) return attempt.Again ? PublishOutcome.Published : PublishOutcome.Unchanged;
                await SetRetiredAsync(change, version.Module, version.Version, retired: false, token);
                await change.CommitAsync(token);
                return PublishOutcome.Unchanged;
            }

            if (table is not null && !await SaveTableAsync(change, table, table.Revision - 1, $"publish of '{version.Version}'", token))
            {
                return PublishOutcome.TableChanged;
            }

            await InsertAsync(change, version, package, token);
            await change.CommitAsync(token);
            return PublishOutcome.Published;
        },
        cancellationToken);

    public Task<int?> RetireAsync(string module, string version, bool force, CancellationToken cancellationToken) => retrier.RunAsync<int?>(
        "module retire",
        async (attempt, token) =>
        {
            await using var change = await RevisionedChange.BeginAsync(source, "catalogue", token);
            var (hash, retired) = await FindAsync(change, module, version, token);
            if (hash is null || (retired && !attempt.Again)) return null;
            int pinned = (int)(await change.ScalarAsync("module_pinned", token, Db.Text(hash)))!;
            // Retired by an earlier attempt whose commit was not confirmed.
            if (retired || (pinned > 0 && !force)) return pinned;
            await SetRetiredAsync(change, module, version, retired: true, token);
            await change.ExecuteAsync("module_current_clear", token, Db.Text(module), Db.Text(version));
            await change.CommitAsync(token);
            return pinned;
        },
        cancellationToken);

    public Task<bool> SetCurrentAsync(string module, string version, CancellationToken cancellationToken) => retrier.RunAsync(
        "module current",
        async (_, token) =>
        {
            await using var change = await RevisionedChange.BeginAsync(source, "catalogue", token);
            var (hash, retired) = await FindAsync(change, module, version, token);
            if (hash is null || retired) return false;
            await change.ExecuteAsync("module_current_set", token, Db.Text(module), Db.Text(version));
            await change.CommitAsync(token);
            return true;
        },
        cancellationToken);

    public Task<bool> SaveTableAsync(
        CompatTableData table, long expectedRevision, string? reason, CancellationToken cancellationToken) => retrier.RunAsync(
        "compat table save",
        async (attempt, token) =>
        {
            await using var change = await RevisionedChange.BeginAsync(source, "catalogue", token);
            if (await SaveTableAsync(change, table, expectedRevision, reason, token))
            {
                await change.CommitAsync(token);
                return true;
            }

            return attempt.Again && await change.ScalarAsync(
                "module_table_is", token, Db.Text(table.Module), Db.Long(expectedRevision + 1), Db.Bytes(table.Document)) is true;
        },
        cancellationToken);

    private static async Task<(bool Found, bool SameContent, bool Retired)> FindAsync(
        RevisionedChange change, ModuleVersionData version, CancellationToken cancellationToken)
    {
        var (hash, retired) = await FindAsync(change, version.Module, version.Version, cancellationToken);
        return (hash is not null, hash == version.ContentHash, retired);
    }

    private static async Task<(string? ContentHash, bool Retired)> FindAsync(
        RevisionedChange change, string module, string version, CancellationToken cancellationToken)
    {
        await using var command = change.Command("module_version_find", Db.Text(module), Db.Text(version));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetBoolean(1)) : (null, false);
    }

    private static async Task InsertAsync(
        RevisionedChange change, ModuleVersionData version, ReadOnlyMemory<byte> package, CancellationToken cancellationToken)
    {
        await change.ExecuteAsync("content_save", cancellationToken, Db.Text("package"), Db.Text(version.ContentHash), Db.Bytes(package));
        await change.ExecuteAsync(
            "module_version_insert", cancellationToken, Db.Text(version.Module), Db.Text(version.Version), Db.Time(version.PublishedAt),
            Db.Text(version.ContentHash), Db.Bytes(version.Manifest), Db.Bytes(version.Surface));
    }

    private static Task SetRetiredAsync(RevisionedChange change, string module, string version, bool retired, CancellationToken cancellationToken) =>
        change.ExecuteAsync(
            "module_version_retired", cancellationToken, Db.Text(module), Db.Text(version), Db.Param(retired, NpgsqlTypes.NpgsqlDbType.Boolean));

    private static async Task<bool> SaveTableAsync(
        RevisionedChange change, CompatTableData table, long expectedRevision, string? reason, CancellationToken cancellationToken) =>
        await change.ScalarAsync(
            "module_table_save", cancellationToken, Db.Text(table.Module), Db.Long(expectedRevision), Db.Bytes(table.Document),
            Db.OptionalText(reason)) is not null;
}
