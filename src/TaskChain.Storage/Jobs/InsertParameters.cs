using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Jobs;

/// <summary>The parameters of the statement that stores jobs: an array per column, and three for what jobs can be found by.</summary>
internal sealed class InsertParameters
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

    /// <summary>In the statement's order.</summary>
    public NpgsqlParameter[] All =>
    [
        _id, _workflow, _revision, _name, _target, _priority, _createdAt, _notBefore, _document, _lockHash, _owner, _eventCount, _events, _consumer,
        _uniqueKey, _locks, _isSuccessor, _termJob, _termName, _termValue,
    ];

    public void Fill(IReadOnlyList<NewJob> jobs)
    {
        int count = jobs.Count;
        Guid[] id = _id.TypedValue = new Guid[count], workflow = _workflow.TypedValue = new Guid[count];
        Guid[] revision = _revision.TypedValue = new Guid[count];
        string[] name = _name.TypedValue = new string[count], lockHash = _lockHash.TypedValue = new string[count];
        string?[] target = _target.TypedValue = new string?[count], consumer = _consumer.TypedValue = new string?[count];
        string?[] uniqueKey = _uniqueKey.TypedValue = new string?[count], locks = _locks.TypedValue = new string?[count];
        int[] priority = _priority.TypedValue = new int[count], eventCount = _eventCount.TypedValue = new int[count];
        DateTime[] createdAt = _createdAt.TypedValue = new DateTime[count];
        DateTime?[] notBefore = _notBefore.TypedValue = new DateTime?[count];
        ReadOnlyMemory<byte>[] document = _document.TypedValue = new ReadOnlyMemory<byte>[count];
        ReadOnlyMemory<byte>[] events = _events.TypedValue = new ReadOnlyMemory<byte>[count];
        Guid?[] owner = _owner.TypedValue = new Guid?[count];
        bool[] isSuccessor = _isSuccessor.TypedValue = new bool[count];
        int terms = 0;
        for (int i = 0; i < count; i++)
        {
            var job = jobs[i];
            (id[i], workflow[i], revision[i]) = (job.Id.Value, job.WorkflowId, job.WorkflowRevision);
            (name[i], target[i], lockHash[i], priority[i]) = (job.Name, job.Target, job.LockHash, job.Priority);
            (createdAt[i], notBefore[i]) = (job.CreatedAt.UtcDateTime, job.NotBefore?.UtcDateTime);
            (document[i], owner[i], eventCount[i], events[i]) = (job.Document, job.Owner?.Value, job.EventCount, job.Events);
            (consumer[i], uniqueKey[i], locks[i], isSuccessor[i]) = (job.Consumer, job.UniqueKey, job.Locks, job.IsSuccessor);
            terms += job.Search.Count;
        }

        FillTerms(jobs, terms);
    }

    private void FillTerms(IReadOnlyList<NewJob> jobs, int count)
    {
        Guid[] job = _termJob.TypedValue = count == 0 ? [] : new Guid[count];
        string[] name = _termName.TypedValue = count == 0 ? [] : new string[count], value = _termValue.TypedValue = count == 0 ? [] : new string[count];
        if (count == 0) return;
        int i = 0;
        foreach (var posted in jobs)
        {
            foreach (var term in posted.Search)
            {
                (job[i], name[i], value[i]) = (posted.Id.Value, term.Name, SearchText.Of(term));
                i++;
            }
        }
    }
}
