using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>What is done to jobs from outside, in PostgreSQL.</summary>
internal sealed class PostgresJobControl(DatabaseSources sources, Retrier retrier, Announcer? announcer = null) : IJobControl
{
    private static readonly JobStatus[] LiveStatuses = [JobStatus.Queued, JobStatus.Running, JobStatus.Waiting];
    private static readonly TimeSpan HeldRowsPause = TimeSpan.FromMilliseconds(20);

    public Task<bool> MoveIdleAsync(IdleMove move, CancellationToken cancellationToken) => retrier.RunAsync(
        "job move",
        async (_, token) =>
        {
            await using var connection = await sources.General.OpenConnectionAsync(token);
            await using var transaction = move.Announces && announcer is not null ? await connection.BeginTransactionAsync(token) : null;
            await using var command = new NpgsqlCommand(SqlText.Get("job_move_idle"), connection).With(
                Db.Uuid(move.Job.Value), Db.Text(JobStatusText.Of(move.From)), Db.Int(move.ExpectedSequence), Db.Int(move.EventCount),
                Db.Bytes(move.Events), Db.Text(JobStatusText.Of(move.To)), Db.Bool(move.Cancels));
            if (await command.ExecuteScalarAsync(token) is null) return await IsMovedAsync(connection, move, token);
            if (transaction is null) return true;
            await announcer!(connection, [move.Job.Value], token);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        },
        cancellationToken);

    public Task<bool> RequestCancelAsync(JobId job, CancellationToken cancellationToken) => retrier.RunAsync(
        "job cancel",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("job_request_cancel")).With(Db.Uuid(job.Value));
            return await command.ExecuteNonQueryAsync(token) == 1;
        },
        cancellationToken);

    public Task<bool> SetPausedAsync(JobId job, bool paused, CancellationToken cancellationToken) => retrier.RunAsync(
        "job pause",
        async (_, token) =>
        {
            await using var connection = await sources.General.OpenConnectionAsync(token);
            await using var transaction = await LockPausesAsync(connection, token);
            await using var command = new NpgsqlCommand(SqlText.Get("job_set_paused"), connection).With(Db.Uuid(job.Value), Db.Bool(paused));
            bool changed = await command.ExecuteNonQueryAsync(token) == 1;
            await transaction.CommitAsync(CancellationToken.None);
            return changed;
        },
        cancellationToken);

    public async Task SetNamePausedAsync(string name, bool paused, CancellationToken cancellationToken)
    {
        await retrier.RunAsync(
            "name pause",
            async (_, token) =>
            {
                await using var connection = await sources.General.OpenConnectionAsync(token);
                await using var transaction = await LockPausesAsync(connection, token);
                await using var command = new NpgsqlCommand(SqlText.Get(paused ? "name_pause" : "name_resume"), connection).With(Db.Text(name));
                await command.ExecuteNonQueryAsync(token);
                await transaction.CommitAsync(CancellationToken.None);
            },
            cancellationToken);

        // The name is durable: a caller who leaves now must not leave its jobs behind as they were.
        await FollowNameAsync(name, CancellationToken.None);
    }

    /// <summary>Lets go of jobs that are held for a name that is not paused any more: a node died while it lifted that.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        var names = await NamesAsync("names held in vain", "name_stray", cancellationToken);
        foreach (string name in names) await FollowNameAsync(name, cancellationToken);
    }

    public Task<IReadOnlyList<string>> PausedNamesAsync(CancellationToken cancellationToken) =>
        NamesAsync("paused names", "name_paused_list", cancellationToken);

    public Task<RunnerSignals> SignalsAsync(RunnerId runner, CancellationToken cancellationToken) => retrier.RunAsync(
        "runner signals",
        async (_, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("runner_signals")).With(Db.Uuid(runner.Value));
            await using var reader = await command.ExecuteReaderAsync(token);
            bool idle = false;
            List<JobSignal>? jobs = null;
            while (await reader.ReadAsync(token))
            {
                idle = reader.GetBoolean(0);
                if (reader.IsDBNull(1)) continue;
                (jobs ??= []).Add(new JobSignal(new JobId(reader.GetGuid(1)), reader.GetBoolean(2), reader.GetBoolean(3)));
            }

            return new RunnerSignals(idle, jobs is null ? [] : jobs);
        },
        cancellationToken);

    public Task<DeleteJobOutcome> DeleteAsync(JobId job, CancellationToken cancellationToken) => retrier.RunAsync(
        "job delete",
        async (attempt, token) =>
        {
            await using var command = sources.General.CreateCommand(SqlText.Get("job_delete")).With(Db.Uuid(job.Value));
            await using var reader = await command.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            if (reader.GetBoolean(1)) return DeleteJobOutcome.Deleted;
            if (reader.GetBoolean(0)) return DeleteJobOutcome.Live;
            // An earlier attempt may have removed it; either way it is gone.
            return attempt.Again ? DeleteJobOutcome.Deleted : DeleteJobOutcome.NotFound;
        },
        cancellationToken);

    public Task<int> PruneAsync(TimeSpan? maxAge, long? maxCount, int batch, CancellationToken cancellationToken) => retrier.RunAsync(
        "job prune",
        async (_, token) =>
        {
            await using var connection = await sources.General.OpenConnectionAsync(token);
            await using var transaction = await connection.BeginTransactionAsync(token);
            await using var turn = new NpgsqlCommand(SqlText.Get("prune_turn"), connection).With(Db.Long(AdvisoryKeys.Retention));
            if (await turn.ExecuteScalarAsync(token) is not true) return 0;
            await using var prune = new NpgsqlCommand(SqlText.Get("job_prune"), connection)
                .With(Db.OptionalInterval(maxAge), Db.OptionalLong(maxCount), Db.Int(batch));
            int gone = (int)(await prune.ExecuteScalarAsync(token))!;
            await transaction.CommitAsync(CancellationToken.None);
            return gone;
        },
        cancellationToken);

    public Task<IReadOnlyList<InsertJobOutcome>> InsertAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Any(job => job.Owner is not null)) throw new ArgumentException("A job of a batch has no owner.", nameof(jobs));
        return retrier.RunAsync<IReadOnlyList<InsertJobOutcome>>(
            "job insert, all or none",
            async (attempt, token) =>
            {
                await using var connection = await sources.General.OpenConnectionAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(token);
                var outcomes = new InsertJobOutcome[jobs.Count];
                var insert = new InsertStatement();
                await insert.PrepareAsync(connection, token);
                await insert.ExecuteInTransactionAsync(jobs, outcomes, attempt.Again, token);
                if (outcomes.All(outcome => outcome == InsertJobOutcome.Inserted)) await transaction.CommitAsync(CancellationToken.None);
                return outcomes;
            },
            cancellationToken);
    }

    private static async Task<bool> IsMovedAsync(NpgsqlConnection connection, IdleMove move, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("job_move_idle_resolve"), connection)
            .With(Db.Uuid(move.Job.Value), Db.Int(move.ExpectedSequence), Db.Bytes(move.Events));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    // Jobs that are stored from now on follow the name by themselves. Each pass goes once through the live jobs; those that others hold, or that moved to
    // a status that had been passed, are left to the next one.
    private async Task FollowNameAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var status in LiveStatuses)
            {
                (DateTimeOffset, Guid)? from = (DateTimeOffset.UnixEpoch, Guid.Empty);
                while (from is { } place)
                {
                    from = await retrier.RunAsync("name hold", (_, token) => HoldSomeAsync(name, status, place, token), cancellationToken);
                }
            }

            if (!await retrier.RunAsync("name check", (_, token) => IsWrongAsync(name, token), cancellationToken)) return;
            await Task.Delay(HeldRowsPause, retrier.Time, cancellationToken);
        }
    }

    private Task<IReadOnlyList<string>> NamesAsync(string operation, string statement, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<string>>(
            operation,
            async (_, token) =>
            {
                await using var command = sources.General.CreateCommand(SqlText.Get(statement));
                await using var reader = await command.ExecuteReaderAsync(token);
                var names = new List<string>();
                while (await reader.ReadAsync(token)) names.Add(reader.GetString(0));
                return names;
            },
            cancellationToken);

    private static async Task<NpgsqlTransaction> LockPausesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlText.Get("pause_lock"), connection).With(Db.Long(AdvisoryKeys.Pauses));
        await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    private async Task<(DateTimeOffset CreatedAt, Guid Id)?> HoldSomeAsync(
        string name, JobStatus status, (DateTimeOffset CreatedAt, Guid Id) from, CancellationToken cancellationToken)
    {
        await using var connection = await sources.General.OpenConnectionAsync(cancellationToken);
        await using var transaction = await LockPausesAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(SqlText.Get("name_hold"), connection).With(
            Db.Text(name), Db.Text(JobStatusText.Of(status)), Db.Time(from.CreatedAt), Db.Uuid(from.Id));
        (DateTimeOffset, Guid)? last = null;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken)) last = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetGuid(1));
        }

        await transaction.CommitAsync(CancellationToken.None);
        return last;
    }

    private async Task<bool> IsWrongAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = sources.General.CreateCommand(SqlText.Get("name_wrong")).With(Db.Text(name));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
