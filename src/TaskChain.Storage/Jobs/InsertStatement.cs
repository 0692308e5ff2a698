using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Batching;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>
/// Stores new jobs: by one statement, as long as none of them has a target or locks one. Else in a transaction that has the advisory lock for targets, so
/// that of a job with a lock and one with a target that it matches, on whichever nodes, the second sees the first.
/// </summary>
internal sealed class InsertStatement : IBatchStatement<NewJob, InsertJobOutcome>
{
    private readonly InsertParameters _parameters = new();
    private readonly LaneCommand _command;

    // By id: was it put on the board because its name is paused?
    private readonly Dictionary<Guid, bool> _stored = [];
    private readonly List<int> _refused = [];
    private readonly HashSet<int> _locked = [];
    private readonly HashSet<Guid> _ids = [];

    public InsertStatement()
    {
        _command = new LaneCommand("job_insert", _parameters.All);
    }

    public string Name => "job insert";

    public int Weigh(NewJob item) => item.Document.Length + item.Events.Length;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _parameters.Fill([]);
        return _command.PrepareAsync(connection, cancellationToken);
    }

    public async Task ExecuteAsync(IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        if (GuardOf(items) is null)
        {
            await StoreAllAsync(items, outcomes, null, cancellationToken);
            await ExplainAsync(items, outcomes, again, cancellationToken);
            return;
        }

        await using var transaction = await _command.Connection!.BeginTransactionAsync(cancellationToken);
        await ExecuteInTransactionAsync(items, outcomes, again, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>The same in the connection's transaction, which the caller commits or not.</summary>
    public async Task ExecuteInTransactionAsync(
        IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        var patterns = GuardOf(items) is { } guard ? await GuardAsync(guard, cancellationToken) : null;
        await StoreAllAsync(items, outcomes, patterns, cancellationToken);
        await ExplainAsync(items, outcomes, again, cancellationToken);
    }

    // Which lock the jobs need, if any. Successors need none: a job with their target and their lock is live until they are.
    private static string? GuardOf(IReadOnlyList<NewJob> items)
    {
        string? guard = null;
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].IsSuccessor) continue;
            if (items[i].Locks is not null) return "job_targets_lock";
            if (items[i].Target is not null) guard = "job_targets_share";
        }

        return guard;
    }

    // One round trip; the second statement sees what was committed before the lock was got.
    private async Task<HashSet<string>> GuardAsync(string guard, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_command.Connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SqlText.Get(guard)).With(Db.Long(AdvisoryKeys.Targets)),
                new NpgsqlBatchCommand(SqlText.Get("job_live_locks")),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) patterns.Add(reader.GetString(0));
        return patterns;
    }

    // In the order given, by as few statements as that takes: what became of an earlier job with the same id, or with a lock on the target, has to be
    // known before a job is stored.
    private async Task StoreAllAsync(
        IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, HashSet<string>? patterns, CancellationToken cancellationToken)
    {
        _refused.Clear();
        _locked.Clear();
        if (items.Count == 1)
        {
            await StoreAsync(items, 0, 1, outcomes, patterns, cancellationToken);
            return;
        }

        int start = 0;
        _ids.Clear();
        for (int i = 0; i < items.Count; i++)
        {
            if (_ids.Add(items[i].Id.Value) && (patterns is null || !IsLockedBetween(items, start, i))) continue;
            await StoreAsync(items, start, i, outcomes, patterns, cancellationToken);
            start = i;
            _ids.Clear();
            _ids.Add(items[i].Id.Value);
        }

        await StoreAsync(items, start, items.Count, outcomes, patterns, cancellationToken);
    }

    private static bool IsLockedBetween(IReadOnlyList<NewJob> items, int start, int end)
    {
        if (items[end] is not { IsSuccessor: false, Target: { } target }) return false;
        return LockPattern.IsAnyMatch(Locks(), target);

        IEnumerable<string> Locks()
        {
            for (int i = start; i < end; i++)
            {
                if (items[i].Locks is { } locks) yield return locks;
            }
        }
    }

    private async Task StoreAsync(
        IReadOnlyList<NewJob> items, int start, int end, InsertJobOutcome[] outcomes, HashSet<string>? patterns, CancellationToken cancellationToken)
    {
        _parameters.Fill(patterns is null && end - start == items.Count ? items : WithoutLocked(items, start, end, patterns));
        _stored.Clear();
        await using (var reader = await _command.Current.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) _stored.Add(reader.GetGuid(0), reader.GetBoolean(1));
        }

        for (int i = start; i < end; i++)
        {
            if (!_locked.Contains(i) && _stored.TryGetValue(items[i].Id.Value, out bool held))
            {
                outcomes[i] = held && items[i].Owner is not null ? InsertJobOutcome.Held : InsertJobOutcome.Inserted;
                if (items[i].Locks is { } locks) patterns?.Add(locks);
            }
            else
            {
                _refused.Add(i);
            }
        }
    }

    private List<NewJob> WithoutLocked(IReadOnlyList<NewJob> items, int start, int end, HashSet<string>? patterns)
    {
        var free = new List<NewJob>(end - start);
        for (int i = start; i < end; i++)
        {
            bool locked = patterns is { Count: > 0 } && items[i] is { IsSuccessor: false, Target: { } target }
                && LockPattern.IsAnyMatch(patterns, target);
            if (locked) _locked.Add(i);
            else free.Add(items[i]);
        }

        return free;
    }

    // Refused jobs are rare, so a second look says why. What stood in the way may be gone by then; it counted when it was met.
    private async Task ExplainAsync(IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        if (_refused.Count == 0) return;
        var open = _refused.ConvertAll(i => items[i]);
        await using var resolve = new NpgsqlCommand(SqlText.Get("job_insert_resolve"), _command.Connection).With(
            Db.Array([.. open.Select(job => job.Id.Value)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(job => job.CreatedAt.UtcDateTime)], NpgsqlDbType.TimestampTz),
            Db.Array([.. open.Select(job => job.LockHash)], NpgsqlDbType.Text),
            Db.Array([.. open.Select(job => job.Document)], NpgsqlDbType.Bytea),
            Db.Array([.. open.Select(job => job.WorkflowId)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(job => job.WorkflowRevision)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(job => job.Owner?.Value)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(job => job.Events)], NpgsqlDbType.Bytea));
        await using var row = await resolve.ExecuteReaderAsync(cancellationToken);

        // After a lost answer an equal job is this one. Of two equal jobs in a batch one was stored.
        _ids.Clear();
        if (again) _ids.UnionWith(Enumerable.Range(0, items.Count).Except(_refused).Select(i => items[i].Id.Value));
        while (await row.ReadAsync(cancellationToken))
        {
            int i = _refused[(int)row.GetInt64(0) - 1];
            bool isTaken = row.GetBoolean(1), isSame = row.GetBoolean(2), isHeld = row.GetBoolean(3), isNewest = row.GetBoolean(4);
            outcomes[i] = again && isSame && _ids.Add(items[i].Id.Value) ? isHeld ? InsertJobOutcome.Held : InsertJobOutcome.Inserted
                : isTaken ? InsertJobOutcome.IdTaken
                : !isNewest && !items[i].IsSuccessor ? InsertJobOutcome.WorkflowChanged
                : _locked.Contains(i) ? InsertJobOutcome.TargetLocked
                : items[i].UniqueKey is not null ? InsertJobOutcome.TargetTaken
                : InsertJobOutcome.IdTaken;
        }
    }
}
