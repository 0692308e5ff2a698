using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <content>The job board.</content>
internal sealed partial class PostgresJobStore
{
    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken) =>
        _retrier.RunAsync("job claim", (_, token) => ClaimOnceAsync(runner, max, token), cancellationToken);

    public Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken) => _retrier.RunAsync(
        "job next due",
        async (_, token) =>
        {
            await using var command = _sources.Appends.CreateCommand(SqlText.Get("job_next_due"));
            return await command.ExecuteScalarAsync(token) as TimeSpan?;
        },
        cancellationToken);

    // Claims and logbooks are read in one transaction, but by two statements: the second one's snapshot sees every entry that was committed before
    // the rows were locked, and from then on only the new owner can add any.
    private async Task<IReadOnlyList<ClaimedJob>> ClaimOnceAsync(RunnerId runner, int max, CancellationToken cancellationToken)
    {
        await using var connection = await _sources.Appends.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var claimed = await ClaimRowsAsync(connection, runner, max, cancellationToken);
        if (claimed.Count > 0)
        {
            var logs = await ReadLogsAsync(connection, [.. claimed.Select(c => c.Job.Posted.Id.Value)], cancellationToken);
            claimed = [.. claimed.Select(c => c with { Job = c.Job with { Log = logs.GetValueOrDefault(c.Job.Posted.Id.Value, []) } })];
        }

        try
        {
            await transaction.CommitAsync(CancellationToken.None);
            return claimed;
        }
        catch (Exception exception) when (Transient.Is(exception) && claimed.Count > 0)
        {
            // The jobs may be this runner's now, and nobody else would ever take them while it lives.
            return await ResolveClaimAsync(runner, claimed);
        }
    }

    private static async Task<List<ClaimedJob>> ClaimRowsAsync(
        NpgsqlConnection connection, RunnerId runner, int max, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SqlText.Get("job_promote")),
                new NpgsqlBatchCommand(SqlText.Get("runner_give_up_dead")).With(Db.Uuid(runner.Value)),
                new NpgsqlBatchCommand(SqlText.Get("job_claim")).With(Db.Uuid(runner.Value), Db.Long(max)),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<ClaimedJob>();
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedJob(JobRows.Read(reader), JobStatusText.Parse(reader.GetString(JobRows.Columns))));
        }

        return claimed;
    }

    private static async Task<Dictionary<Guid, IReadOnlyList<LogEntry>>> ReadLogsAsync(
        NpgsqlConnection connection, Guid[] jobs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("job_logs"), connection).With(Db.Array(jobs, NpgsqlDbType.Uuid));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var logs = new Dictionary<Guid, IReadOnlyList<LogEntry>>(jobs.Length);
        while (await reader.ReadAsync(cancellationToken)) logs.Add(reader.GetGuid(0), JobRows.ReadLog(reader, 1));
        return logs;
    }

    private Task<IReadOnlyList<ClaimedJob>> ResolveClaimAsync(RunnerId runner, IReadOnlyList<ClaimedJob> claimed) =>
        _retrier.RunAsync<IReadOnlyList<ClaimedJob>>(
            "job claim, after a lost connection",
            async (_, token) =>
            {
                await using var connection = await _sources.Appends.OpenConnectionAsync(token);
                await using var command = new NpgsqlCommand(SqlText.Get("job_claim_resolve"), connection).With(
                    Db.Array([.. claimed.Select(c => c.Job.Posted.Id.Value)], NpgsqlDbType.Uuid),
                    Db.Array([.. claimed.Select(c => c.Job.Epoch)], NpgsqlDbType.Bigint),
                    Db.Uuid(runner.Value));
                await using var reader = await command.ExecuteReaderAsync(token);
                var mine = new HashSet<Guid>();
                while (await reader.ReadAsync(token)) mine.Add(reader.GetGuid(0));
                return [.. claimed.Where(c => mine.Contains(c.Job.Posted.Id.Value))];
            },
            CancellationToken.None);
}
