using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Batching;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>Stores what is to be announced of jobs that have just moved, in the transaction that moves them. Told again after a lost answer.</summary>
internal delegate Task Announcer(NpgsqlConnection connection, Guid[] moved, CancellationToken cancellationToken);

/// <summary>Appends to logbooks and moves jobs: by one statement, unless there is something to announce.</summary>
internal sealed class AppendStatement : IBatchStatement<JobAppend, AppendOutcome>
{
    private readonly NpgsqlParameter<Guid[]> _job = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<long[]> _epoch = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<int[]> _sequence = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<int[]> _eventCount = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _events = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<string?[]> _status = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<TimeSpan?[]> _delay = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval };
    private readonly NpgsqlParameter<DateTime?[]> _deadline = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<bool[]> _knowsCancel = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean };
    private readonly LaneCommand _command;
    private readonly Announcer? _announcer;

    public AppendStatement(Announcer? announcer)
    {
        _announcer = announcer;
        _command = new LaneCommand("job_append", _job, _epoch, _sequence, _eventCount, _events, _status, _delay, _deadline, _knowsCancel);
    }

    public string Name => "job append";

    public int Weigh(JobAppend item) => item.Events.Length;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Fill([]);
        return _command.PrepareAsync(connection, cancellationToken);
    }

    public async Task ExecuteAsync(IReadOnlyList<JobAppend> items, AppendOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        if (_announcer is null || !HasAnnouncement(items))
        {
            await WriteAsync(items, outcomes, cancellationToken);
            return;
        }

        await using var transaction = await _command.Connection!.BeginTransactionAsync(cancellationToken);
        await ExecuteInTransactionAsync(items, outcomes, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>The same in the connection's transaction, which the caller commits or not.</summary>
    public async Task ExecuteInTransactionAsync(IReadOnlyList<JobAppend> items, AppendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        await WriteAsync(items, outcomes, cancellationToken);
        if (_announcer is null) return;
        Guid[] moved = [.. items.Where((item, i) => item.Announces && outcomes[i] == AppendOutcome.Appended).Select(item => item.Job.Value)];
        if (moved.Length > 0) await _announcer(_command.Connection!, moved, cancellationToken);
    }

    private static bool HasAnnouncement(IReadOnlyList<JobAppend> items)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Announces) return true;
        }

        return false;
    }

    private async Task WriteAsync(IReadOnlyList<JobAppend> items, AppendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        Fill(items);
        Array.Fill(outcomes, AppendOutcome.Stale);
        int written = await MarkAsync(outcomes, cancellationToken);
        // Refused entries are rare, so they are looked up always: the caller may repeat an append whose answer it never got.
        if (written < items.Count) await ResolveAsync(items, outcomes, cancellationToken);
    }

    private void Fill(IReadOnlyList<JobAppend> appends)
    {
        int count = appends.Count;
        Guid[] job = _job.TypedValue = new Guid[count];
        long[] epoch = _epoch.TypedValue = new long[count];
        int[] sequence = _sequence.TypedValue = new int[count], eventCount = _eventCount.TypedValue = new int[count];
        ReadOnlyMemory<byte>[] events = _events.TypedValue = new ReadOnlyMemory<byte>[count];
        string?[] status = _status.TypedValue = new string?[count];
        TimeSpan?[] delay = _delay.TypedValue = new TimeSpan?[count];
        DateTime?[] deadline = _deadline.TypedValue = new DateTime?[count];
        bool[] knowsCancel = _knowsCancel.TypedValue = new bool[count];
        for (int i = 0; i < count; i++)
        {
            var append = appends[i];
            (job[i], epoch[i], sequence[i]) = (append.Job.Value, append.Epoch, append.ExpectedSequence);
            (eventCount[i], events[i]) = (append.EventCount, append.Events);
            knowsCancel[i] = append.KnowsCancel;
            if (append.Move is not { } move) continue;
            (status[i], deadline[i]) = (JobStatusText.Of(move.Status), move.NotBefore?.UtcDateTime);
            delay[i] = move.Delay > TimeSpan.Zero ? move.Delay : null;
        }
    }

    private async Task ResolveAsync(IReadOnlyList<JobAppend> items, AppendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        int[] open = [.. Enumerable.Range(0, items.Count).Where(i => outcomes[i] == AppendOutcome.Stale)];
        await using var resolve = new NpgsqlCommand(SqlText.Get("job_append_resolve"), _command.Connection).With(
            Db.Array([.. open.Select(i => items[i].Job.Value)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(i => items[i].Epoch)], NpgsqlDbType.Bigint),
            Db.Array([.. open.Select(i => items[i].ExpectedSequence)], NpgsqlDbType.Integer),
            Db.Array([.. open.Select(i => items[i].Events)], NpgsqlDbType.Bytea));
        await using var reader = await resolve.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            outcomes[open[(int)reader.GetInt64(0) - 1]] = reader.GetBoolean(1) ? AppendOutcome.Appended : AppendOutcome.CancelRequested;
        }
    }

    private async Task<int> MarkAsync(AppendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        await using var reader = await _command.Current.ExecuteReaderAsync(cancellationToken);
        int marked = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            outcomes[(int)reader.GetInt64(0) - 1] = AppendOutcome.Appended;
            marked++;
        }

        return marked;
    }
}
