using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>Questions about many jobs, in PostgreSQL.</summary>
internal sealed class PostgresJobQueries(DatabaseSources sources, Retrier retrier) : IJobQueries
{
    private static readonly string[] AllStatuses = [.. Enum.GetValues<JobStatus>().Select(JobStatusText.Of)];

    public Task<IReadOnlyList<StoredJob>> ListAsync(JobFilter filter, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<StoredJob>>(
            "job list",
            async (_, token) =>
            {
                await using var connection = await sources.Lists.OpenConnectionAsync(token);
                await using var command = ListCommand(filter, await IsBySearchAsync(connection, filter, token));
                command.Connection = connection;
                await using var reader = await command.ExecuteReaderAsync(token);
                var jobs = new List<StoredJob>();
                while (await reader.ReadAsync(token)) jobs.Add(JobRows.Read(reader));
                return jobs;
            },
            cancellationToken);

    public Task<long> CountAsync(JobFilter filter, CancellationToken cancellationToken) => retrier.RunAsync(
        "job count",
        async (_, token) =>
        {
            await using var connection = await sources.Lists.OpenConnectionAsync(token);
            await using var command = CountCommand(filter, await IsBySearchAsync(connection, filter, token));
            command.Connection = connection;
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    public Task<JobTotals> TotalsAsync(CancellationToken cancellationToken) => retrier.RunAsync(
        "job totals",
        async (_, token) =>
        {
            var buckets = Enumerable.Range(0, 4).Select(_ => Enum.GetValues<JobStatus>().ToDictionary(status => status, _ => 0L)).ToArray();
            await using var command = sources.Lists.CreateCommand(SqlText.Get("job_totals"));
            await using var reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token)) buckets[reader.GetInt32(1)][JobStatusText.Parse(reader.GetString(0))] = reader.GetInt64(2);
            return new JobTotals(buckets[0], buckets[1], buckets[2], buckets[3]);
        },
        cancellationToken);

    public Task<long> CountLiveAsync(string consumer, CancellationToken cancellationToken) => retrier.RunAsync(
        "job count of a consumer",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("job_count_live")).With(Db.Text(consumer));
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    public Task<LogbookPart?> ReadLogAsync(JobId job, int fromSequence, CancellationToken cancellationToken) => retrier.RunAsync(
        "job logbook read",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("job_read_log")).With(Db.Uuid(job.Value), Db.Int(fromSequence));
            await using var reader = await command.ExecuteReaderAsync(token);
            return await reader.ReadAsync(token) ? new LogbookPart(JobStatusText.Parse(reader.GetString(0)), JobRows.ReadLog(reader, 1)) : null;
        },
        cancellationToken);

    internal static NpgsqlCommand ListCommand(JobFilter filter, bool bySearch) =>
        new NpgsqlCommand(SqlText.Get(bySearch ? "job_list_found" : "job_list"))
            .With(Conditions(filter)).With(Times(filter))
            .With(Db.OptionalTime(filter.After?.CreatedAt), Db.OptionalUuid(filter.After?.Id.Value))
            .With(Terms(filter))
            .With(Db.Int(filter.Offset), Db.Int(filter.Limit));

    internal static NpgsqlCommand CountCommand(JobFilter filter, bool bySearch)
    {
        var command = new NpgsqlCommand(SqlText.Get(bySearch ? "job_count_found" : "job_count"))
            .With(Conditions(filter)).With(Times(filter)).With(Terms(filter));
        return bySearch ? command.With(Db.Bool(!IsSearchOnly(filter))) : command;
    }

    internal static async Task<bool> IsBySearchAsync(NpgsqlConnection connection, JobFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Search.Count == 0) return false;
        if (IsSearchOnly(filter)) return true;
        await using var command = new NpgsqlCommand(SqlText.Get("job_terms_are_rarer"), connection).With(Conditions(filter)).With(Terms(filter));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static bool IsSearchOnly(JobFilter filter) => filter is { Status: null, Name: null, Target: null, Consumer: null };

    private static NpgsqlParameter[] Conditions(JobFilter filter) =>
    [
        Db.Array(filter.Status is { } status ? [JobStatusText.Of(status)] : AllStatuses, NpgsqlDbType.Text),
        Db.OptionalText(filter.Name),
        Db.OptionalText(filter.Target),
        Db.OptionalText(filter.Consumer),
    ];

    private static NpgsqlParameter[] Times(JobFilter filter) => [Db.OptionalTime(filter.Since), Db.OptionalTime(filter.Until)];

    private static NpgsqlParameter[] Terms(JobFilter filter) =>
    [
        Db.Array([.. filter.Search.Select(term => term.Name)], NpgsqlDbType.Text),
        Db.Array([.. filter.Search.Select(SearchText.Of)], NpgsqlDbType.Text),
    ];
}
