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
    private readonly LaneCommand _command;
    private readonly HashSet<Guid> _stored = [];

    public InsertStatement()
    {
        _command = new LaneCommand(
            "job_insert", _id, _workflow, _revision, _name, _target, _priority, _createdAt, _notBefore, _document, _lockHash, _owner,
            _eventCount, _events);
    }

    public string Name => "job insert";

    public int Weigh(NewJob item) => item.Document.Length + item.Events.Length;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Fill([]);
        return _command.PrepareAsync(connection, cancellationToken);
    }

    public async Task ExecuteAsync(IReadOnlyList<NewJob> items, InsertJobOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        Fill(items);
        _stored.Clear();
        await CollectAsync(_command.Current, cancellationToken);
        if (again && _stored.Count < items.Count) await ResolveAsync(items, cancellationToken);
        // Of two jobs with one id in a batch one is stored; the first gets the credit, unless a resolved one says that it was the other.
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _stored.Remove(items[i].Id.Value) ? InsertJobOutcome.Inserted : InsertJobOutcome.IdTaken;
        }
    }

    private void Fill(IReadOnlyList<NewJob> jobs)
    {
        int count = jobs.Count;
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
        for (int i = 0; i < count; i++)
        {
            var job = jobs[i];
            (id[i], workflow[i], revision[i]) = (job.Id.Value, job.WorkflowId, job.WorkflowRevision);
            (name[i], target[i], lockHash[i], priority[i]) = (job.Name, job.Target, job.LockHash, job.Priority);
            (createdAt[i], notBefore[i]) = (job.CreatedAt.UtcDateTime, job.NotBefore?.UtcDateTime);
            (document[i], owner[i], eventCount[i], events[i]) = (job.Document, job.Owner?.Value, job.EventCount, job.Events);
        }
    }

    private async Task ResolveAsync(IReadOnlyList<NewJob> items, CancellationToken cancellationToken)
    {
        NewJob[] open = [.. items.Where(job => !_stored.Contains(job.Id.Value))];
        await using var resolve = new NpgsqlCommand(SqlText.Get("job_insert_resolve"), _command.Connection).With(
            Db.Array([.. open.Select(job => job.Id.Value)], NpgsqlDbType.Uuid),
            Db.Array([.. open.Select(job => job.CreatedAt.UtcDateTime)], NpgsqlDbType.TimestampTz),
            Db.Array([.. open.Select(job => job.LockHash)], NpgsqlDbType.Text),
            Db.Array([.. open.Select(job => job.Document)], NpgsqlDbType.Bytea));
        await CollectAsync(resolve, cancellationToken);
    }

    private async Task CollectAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) _stored.Add(reader.GetGuid(0));
    }
}
