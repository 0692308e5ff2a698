using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Consumers;

/// <summary>Consumers and their API keys in PostgreSQL.</summary>
internal sealed class PostgresApiKeyStore(NpgsqlDataSource source, Retrier retrier) : IApiKeyStore
{
    private const string Subject = "key";

    public Task<ApiKeyData?> LoadAsync(long knownRevision, CancellationToken cancellationToken) => retrier.RunAsync(
        "key read",
        async (_, token) =>
        {
            await using var connection = await source.OpenConnectionAsync(token);
            await using var command = new NpgsqlCommand(SqlText.Get("key_revision"), connection);
            // Read before the rows: what changes in between is read again at the next look.
            var revision = (long)(await command.ExecuteScalarAsync(token))!;
            return revision == knownRevision
                ? null
                : new ApiKeyData(revision, await ReadKeysAsync(connection, token), await ReadLimitsAsync(connection, token));
        },
        cancellationToken);

    public Task<AddApiKeyOutcome> AddAsync(NewApiKey key, ConsumerLimits? limits, bool onlyFirst, CancellationToken cancellationToken) =>
        retrier.RunAsync(
            "key add",
            async (attempt, token) =>
            {
                await using var change = await RevisionedChange.BeginAsync(source, Subject, token);
                var counts = await CountAsync(change, key.Id, token);
                if (attempt.Again && counts.IsRevoked is not null) return AddApiKeyOutcome.Added; // by an attempt whose commit was not confirmed
                if (onlyFirst && counts.Any) return AddApiKeyOutcome.NotFirst;
                if (!counts.Any && !key.Scopes.HasFlag(KeyScopes.Maintain)) return AddApiKeyOutcome.FirstNeedsMaintain;
                await change.ExecuteAsync("consumer_add", token, Db.Text(key.Consumer));
                if (limits is not null) await LimitAsync(change, key.Consumer, limits, token);
                await change.ExecuteAsync(
                    "key_insert", token, Db.Uuid(key.Id), Db.Text(key.Consumer), Db.Array(KeyScopeWords.Of(key.Scopes), NpgsqlDbType.Text),
                    Db.Bytes(key.Hash));
                await change.CommitAsync(token);
                return AddApiKeyOutcome.Added;
            },
            cancellationToken);

    public Task<RevokeApiKeyOutcome> RevokeAsync(Guid id, CancellationToken cancellationToken) => retrier.RunAsync(
        "key revoke",
        async (_, token) =>
        {
            await using var change = await RevisionedChange.BeginAsync(source, Subject, token);
            var counts = await CountAsync(change, id, token);
            if (counts.IsRevoked is null) return RevokeApiKeyOutcome.NotFound;
            if (counts.IsRevoked == true) return RevokeApiKeyOutcome.Revoked;
            if (!counts.OtherMaintains) return RevokeApiKeyOutcome.LastMaintainer;
            await change.ExecuteAsync("key_revoke", token, Db.Uuid(id));
            await change.CommitAsync(token);
            return RevokeApiKeyOutcome.Revoked;
        },
        cancellationToken);

    public Task TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken) => retrier.RunAsync(
        "key touch",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("key_touch")).With(
                Db.Array([.. uses.Select(use => use.Key)], NpgsqlDbType.Uuid),
                Db.Array([.. uses.Select(use => use.At.UtcDateTime)], NpgsqlDbType.TimestampTz));
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    private static async Task<(bool Any, bool? IsRevoked, bool OtherMaintains)> CountAsync(
        RevisionedChange change, Guid id, CancellationToken cancellationToken)
    {
        await using var command = change.Command("key_counts", Db.Uuid(id));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetBoolean(1), reader.GetBoolean(2));
    }

    private static Task LimitAsync(RevisionedChange change, string consumer, ConsumerLimits limits, CancellationToken cancellationToken) =>
        change.ExecuteAsync(
            "consumer_limit", cancellationToken, Db.Text(consumer), Db.Param(limits.JobsPerSecond, NpgsqlDbType.Double),
            Db.Param(limits.Burst, NpgsqlDbType.Integer), Db.Param(limits.MaxLiveJobs, NpgsqlDbType.Bigint),
            Db.Param(limits.MaxRequestBytes, NpgsqlDbType.Bigint));

    private static async Task<List<StoredApiKey>> ReadKeysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("key_list"), connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<StoredApiKey>();
        while (await row.ReadAsync(cancellationToken))
        {
            var posted = new NewApiKey(
                row.GetGuid(0), row.GetString(1), KeyScopeWords.Read(row.GetFieldValue<string[]>(2)), row.GetFieldValue<byte[]>(3));
            keys.Add(new StoredApiKey(posted, row.GetFieldValue<DateTimeOffset>(4), OptionalTime(row, 5), OptionalTime(row, 6)));
        }

        return keys;
    }

    private static async Task<Dictionary<string, ConsumerLimits>> ReadLimitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("consumer_limits"), connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var limits = new Dictionary<string, ConsumerLimits>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            limits[row.GetString(0)] = new ConsumerLimits(
                row.IsDBNull(1) ? null : row.GetDouble(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetInt64(4));
        }

        return limits;
    }

    private static DateTimeOffset? OptionalTime(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
