using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Batching;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>Stores new jobs.</summary>
internal sealed class InsertStatement : IBatchStatement<NewJob, InsertJobOutcome>
{
    private readonly NpgsqlParameter<Guid[]> _id = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<Guid[]> _workflow = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<Guid[]> _revision = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string[]> _name = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string?[]> _target = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<int[]> _priority = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<DateTime[]> _createdAt = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<DateTime?[]> _notBefore = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _document = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<string[]> _lockHash = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<Guid?[]> _owner = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<int[]> _eventCount = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _events = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<string?[]> _consumer = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string?[]> _uniqueKey = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string?[]> _locks = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<bool[]> _isSuccessor = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean };
    private readonly NpgsqlParameter<Guid[]> _termJob = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string[]> _termName = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string[]> _termValue = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly LaneCommand _command;

    // By id: is it on the board because its name is paused?
    private readonly Dictionary<Guid, bool> _stored = [];
    private readonly List<int> _refused = [];
    private readonly HashSet<int> _locked = [];
    private readonly HashSet<Guid> _ids = [];

    public InsertStatement()
    {
        _command = new LaneCommand(
            "job_insert", _id, _workflow, _revision, _name, _target, _priority, _createdAt, _notBefore, _document, _lockHash, _owner,
            _eventCount, _events, _consumer, _uniqueKey, _locks, _isSuccessor, _termJob, _termName, _termValue);
    }

    public string Name => "job insert";

    public int Weigh(NewJob item) => item.Document.Length + item.Events.Length;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Fill([], 0, 0);
        return _command.PrepareAsync(connection, cancellationToken);
    }

    public async Task ExecuteAsync(IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        if (!items.Any(IsGuarded))
        {
            Begin();
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
        Begin();
        var patterns = items.Any(IsGuarded) ? await GuardAsync(items.Any(job => job.Locks is not null), cancellationToken) : null;
        await StoreAllAsync(items, outcomes, patterns, cancellationToken);
        await ExplainAsync(items, outcomes, again, cancellationToken);
    }

    private static bool IsGuarded(NewJob job) => (job.Target is not null || job.Locks is not null) && !job.IsSuccessor;

    private void Begin()
    {
        _refused.Clear();
        _locked.Clear();
    }

    // Jobs are stored in the order given, by as few statements as that takes: a job has to know what became of an earlier one with its id, or with a
    // lock on its target.
    private async Task StoreAllAsync(
        IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, HashSet<string>? patterns, CancellationToken cancellationToken)
    {
        int start = 0;
        _ids.Clear();
        for (int i = 0; i < items.Count; i++)
        {
            if (_ids.Add(items[i].Id.Value) && !IsLockedBetween(items, start, i)) continue;
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
        for (int i = start; i < end; i++)
        {
            if (items[i].Locks is { } locks && LockPattern.IsMatch(locks, target)) return true;
        }

        return false;
    }

    private async Task StoreAsync(
        IReadOnlyList<NewJob> items, int start, int end, InsertJobOutcome[] outcomes, HashSet<string>? patterns, CancellationToken cancellationToken)
    {
        if (patterns is { Count: > 0 })
        {
            for (int i = start; i < end; i++)
            {
                if (items[i] is { IsSuccessor: false, Target: { } target } && patterns.Any(locks => LockPattern.IsMatch(locks, target))) _locked.Add(i);
            }
        }

        Fill(items, start, end);
        _stored.Clear();
        await using (var reader = await _command.Current.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) _stored.Add(reader.GetGuid(0), reader.GetBoolean(1));
        }

        for (int i = start; i < end; i++)
        {
            if (_stored.TryGetValue(items[i].Id.Value, out bool held))
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

    // In one round trip; the second statement sees what was committed before the lock was got.
    private async Task<HashSet<string>> GuardAsync(bool locks, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_command.Connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SqlText.Get(locks ? "job_targets_lock" : "job_targets_share")).With(Db.Long(AdvisoryKeys.Targets)),
                new NpgsqlBatchCommand(SqlText.Get("job_live_locks")),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) patterns.Add(reader.GetString(0));
        return patterns;
    }

    // Without those that are locked.
    private void Fill(IReadOnlyList<NewJob> jobs, int start, int end)
    {
        int count = end - start;
        if (_locked.Count > 0) count -= Enumerable.Range(start, end - start).Count(_locked.Contains);
        Guid[] id = _id.TypedValue = new Guid[count], workflow = _workflow.TypedValue = new Guid[count];
        Guid[] revision = _revision.TypedValue = new Guid[count];
        string[] name = _name.TypedValue = new string[count], lockHash = _lockHash.TypedValue = new string[count];
        string?[] target = _target.TypedValue = new string?[count];
        int[] priority = _priority.TypedValue = new int[count], eventCount = _eventCount.TypedValue = new int[count];
        DateTime[] createdAt = _createdAt.TypedValue = new DateTime[count];
        DateTime?[] notBefore = _notBefore.TypedValue = new DateTime?[count];
        ReadOnlyMemory<byte>[] document = _document.TypedValue = new ReadOnlyMemory<byte>[count];
        ReadOnlyMemory<byte>[] events = _events.TypedValue = new ReadOnlyMemory<byte>[count];
        Guid?[] owner = _owner.TypedValue = new Guid?[count];
        string?[] consumer = _consumer.TypedValue = new string?[count], uniqueKey = _uniqueKey.TypedValue = new string?[count];
        string?[] locks = _locks.TypedValue = new string?[count];
        bool[] isSuccessor = _isSuccessor.TypedValue = new bool[count];
        int terms = 0;
        for (int n = start, i = 0; n < end; n++)
        {
            if (_locked.Contains(n)) continue;
            var job = jobs[n];
            (id[i], workflow[i], revision[i]) = (job.Id.Value, job.WorkflowId, job.WorkflowRevision);
            (name[i], target[i], lockHash[i], priority[i]) = (job.Name, job.Target, job.LockHash, job.Priority);
            (createdAt[i], notBefore[i]) = (job.CreatedAt.UtcDateTime, job.NotBefore?.UtcDateTime);
            (document[i], owner[i], eventCount[i], events[i]) = (job.Document, job.Owner?.Value, job.EventCount, job.Events);
            (consumer[i], uniqueKey[i], locks[i], isSuccessor[i]) = (job.Consumer, job.UniqueKey, job.Locks, job.IsSuccessor);
            terms += job.Search.Count;
            i++;
        }

        FillTerms(jobs, start, end, terms);
    }

    private void FillTerms(IReadOnlyList<NewJob> jobs, int start, int end, int count)
    {
        Guid[] job = _termJob.TypedValue = new Guid[count];
        string[] name = _termName.TypedValue = new string[count], value = _termValue.TypedValue = new string[count];
        if (count == 0) return;
        for (int n = start, i = 0; n < end; n++)
        {
            if (_locked.Contains(n)) continue;
            foreach (var term in jobs[n].Search)
            {
                (job[i], name[i], value[i]) = (jobs[n].Id.Value, term.Name, SearchText.Of(term));
                i++;
            }
        }
    }

    // Refused jobs are rare, so a second look says why. What stood in the way may be gone by then; it counted when it was looked at.
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
        _ids.Clear();
        if (again) _ids.UnionWith(Enumerable.Range(0, items.Count).Except(_refused).Select(i => items[i].Id.Value));
        while (await row.ReadAsync(cancellationToken))
        {
            int i = _refused[(int)row.GetInt64(0) - 1];
            bool taken = row.GetBoolean(1), same = row.GetBoolean(2), held = row.GetBoolean(3), isNewest = row.GetBoolean(4);
            // Of two equal jobs in a batch whose first attempt's answer was lost, one was stored.
            bool mine = again && same && _ids.Add(items[i].Id.Value);
            outcomes[i] = mine ? held ? InsertJobOutcome.Held : InsertJobOutcome.Inserted
                : taken ? InsertJobOutcome.IdTaken
                : !isNewest && !items[i].IsSuccessor ? InsertJobOutcome.WorkflowChanged
                : _locked.Contains(i) ? InsertJobOutcome.TargetLocked
                : items[i].UniqueKey is not null ? InsertJobOutcome.TargetTaken
                : InsertJobOutcome.IdTaken;
        }
    }
}
