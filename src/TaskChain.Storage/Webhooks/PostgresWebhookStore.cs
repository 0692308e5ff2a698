using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Jobs;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Webhooks;

/// <summary>Webhooks and their deliveries in PostgreSQL.</summary>
internal sealed class PostgresWebhookStore(NpgsqlDataSource source, Retrier retrier) : IWebhookStore
{
    private static readonly string[] States = ["pending", "delivered", "dead"];

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "webhook look",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("webhook_any"));
            return await command.ExecuteScalarAsync(token) is true;
        },
        cancellationToken);

    public async Task<bool> AddAsync(NewWebhook webhook, int max, CancellationToken cancellationToken) => await WriteAsync(
        "webhook_insert",
        () =>
        [
            Db.Uuid(webhook.Id), Db.OptionalText(webhook.Consumer), Db.Text(webhook.Url),
            Db.Array([.. webhook.Statuses.Select(status => JobStatusText.Of(status))], NpgsqlDbType.Text),
            Db.Param(webhook.WorkflowId, NpgsqlDbType.Uuid), Db.OptionalText(webhook.WorkflowName), Db.Bytes(webhook.Secret), Db.Int(max),
        ],
        cancellationToken) > 0;

    public Task<IReadOnlyList<StoredWebhook>> ListAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    public async Task<StoredWebhook?> FindAsync(Guid webhook, CancellationToken cancellationToken) =>
        await ReadAsync(webhook, cancellationToken) is [var found] ? found : null;

    public Task<bool> DeleteAsync(Guid webhook, CancellationToken cancellationToken) => retrier.RunAsync(
        "webhook delete",
        async (attempt, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("webhook_delete")).With(Db.Uuid(webhook));
            return await command.ExecuteNonQueryAsync(token) > 0 || attempt.Again; // gone either way
        },
        cancellationToken);

    public Task DisableAsync(Guid webhook, string reason, CancellationToken cancellationToken) =>
        WriteAsync("webhook_disable", () => [Db.Uuid(webhook), Db.Text(reason)], cancellationToken);

    public async Task<bool> AddTestAsync(Guid delivery, Guid webhook, CancellationToken cancellationToken) =>
        await WriteAsync("webhook_test", () => [Db.Uuid(delivery), Db.Uuid(webhook)], cancellationToken) > 0;

    // Whatever a lost connection leaves claimed is claimed again when its lease is over.
    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        int max, int maxOfOne, IReadOnlyCollection<Guid> busy, TimeSpan lease, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<ClaimedDelivery>>(
            "webhook claim",
            async (_, token) =>
            {
                await using var command = source.CreateCommand(SqlText.Get("webhook_claim")).With(
                    Db.Int(max), Db.Int(maxOfOne), Db.Array<Guid>([.. busy], NpgsqlDbType.Uuid), Db.Interval(lease));
                await using var row = await command.ExecuteReaderAsync(token);
                var claimed = new List<ClaimedDelivery>();
                while (await row.ReadAsync(token))
                {
                    claimed.Add(new ClaimedDelivery(
                        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<byte[]>(3), OptionalJob(row, 4), row.GetInt32(5)));
                }

                return claimed;
            },
            cancellationToken);

    public Task CompleteAsync(DeliveryAttempt attempt, CancellationToken cancellationToken) => WriteAsync(
        "webhook_complete",
        () =>
        [
            Db.Uuid(attempt.Delivery), Db.Int(attempt.Attempt), Db.Text(States[(int)attempt.State]), Db.Interval(attempt.RetryAfter),
            Db.Param(attempt.Status, NpgsqlDbType.Integer), Db.OptionalText(attempt.Error),
        ],
        cancellationToken);

    public Task<IReadOnlyList<StoredDelivery>> ListDeliveriesAsync(Guid webhook, int limit, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<StoredDelivery>>(
            "webhook deliveries",
            async (_, token) =>
            {
                await using var command = source.CreateCommand(SqlText.Get("webhook_deliveries")).With(Db.Uuid(webhook), Db.Int(limit));
                await using var row = await command.ExecuteReaderAsync(token);
                var deliveries = new List<StoredDelivery>();
                while (await row.ReadAsync(token)) deliveries.Add(ReadDelivery(row));
                return deliveries;
            },
            cancellationToken);

    public Task<int> PruneAsync(TimeSpan age, int batch, CancellationToken cancellationToken) => retrier.RunAsync(
        "webhook prune",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("webhook_prune")).With(Db.Interval(age), Db.Int(batch));
            return (int)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    private Task<int> WriteAsync(string statement, Func<NpgsqlParameter[]> parameters, CancellationToken cancellationToken) => retrier.RunAsync(
        statement,
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get(statement)).With(parameters());
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    private Task<IReadOnlyList<StoredWebhook>> ReadAsync(Guid? webhook, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<StoredWebhook>>(
            "webhook read",
            async (_, token) =>
            {
                await using var command = source.CreateCommand(SqlText.Get("webhook_list")).With(Db.Param(webhook, NpgsqlDbType.Uuid));
                await using var row = await command.ExecuteReaderAsync(token);
                var webhooks = new List<StoredWebhook>();
                while (await row.ReadAsync(token)) webhooks.Add(ReadWebhook(row));
                return webhooks;
            },
            cancellationToken);

    private static StoredWebhook ReadWebhook(NpgsqlDataReader row) => new(
        new NewWebhook
        {
            Id = row.GetGuid(0),
            Consumer = OptionalText(row, 1),
            Url = row.GetString(2),
            Statuses = [.. row.GetFieldValue<string[]>(3).Select(JobStatusText.Parse)],
            WorkflowId = row.IsDBNull(4) ? null : row.GetGuid(4),
            WorkflowName = OptionalText(row, 5),
            Secret = row.GetFieldValue<byte[]>(6),
        },
        row.GetFieldValue<DateTimeOffset>(7), OptionalTime(row, 8), OptionalText(row, 9));

    private static StoredDelivery ReadDelivery(NpgsqlDataReader row) => new(
        row.GetGuid(0), OptionalJob(row, 1), OptionalText(row, 2) is { } status ? JobStatusText.Parse(status) : null,
        (DeliveryState)Array.IndexOf(States, row.GetString(3)), row.GetInt32(4), row.GetFieldValue<DateTimeOffset>(5), OptionalTime(row, 6),
        OptionalTime(row, 7), row.IsDBNull(8) ? null : row.GetInt32(8), OptionalText(row, 9));

    private static string? OptionalText(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? OptionalTime(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static JobId? OptionalJob(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : new JobId(row.GetGuid(column));
}
