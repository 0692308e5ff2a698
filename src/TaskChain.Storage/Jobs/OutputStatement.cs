using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Batching;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>Stores what bodies said.</summary>
internal sealed class OutputStatement : IBatchStatement<JobOutput, bool>
{
    private readonly NpgsqlParameter<Guid> _token = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<Guid[]> _job = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<DateTime[]> _at = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<string[]> _kind = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _json = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly LaneCommand _command;
    private IReadOnlyList<JobOutput>? _batch;

    public OutputStatement() => _command = new LaneCommand("job_output", _token, _job, _at, _kind, _json);

    public string Name => "job output";

    public int Weigh(JobOutput item) => item.Json.Length;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The token stays the same when a batch is tried again on a new connection.
        Fill([]);
        return _command.PrepareAsync(connection, cancellationToken);
    }

    public async Task ExecuteAsync(IReadOnlyList<JobOutput> items, bool[] outcomes, bool again, CancellationToken cancellationToken)
    {
        // Not by "again": the first attempt may have failed before it got here, and the last batch's token must not speak for this one.
        if (!ReferenceEquals(items, _batch)) (_batch, _token.TypedValue) = (items, Guid.CreateVersion7());
        if (again && await IsStoredAsync(items[0].Job, cancellationToken)) return;
        Fill(items);
        await _command.Current.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Fill(IReadOnlyList<JobOutput> items)
    {
        int count = items.Count;
        Guid[] job = _job.TypedValue = new Guid[count];
        DateTime[] at = _at.TypedValue = new DateTime[count];
        string[] kind = _kind.TypedValue = new string[count];
        ReadOnlyMemory<byte>[] json = _json.TypedValue = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            var item = items[i];
            (job[i], at[i], kind[i], json[i]) = (item.Job.Value, item.At.UtcDateTime, JobStatusText.Of(item.Kind), item.Json);
        }
    }

    private async Task<bool> IsStoredAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var resolve = new NpgsqlCommand(SqlText.Get("job_output_resolve"), _command.Connection)
            .With(Db.Uuid(job.Value), Db.Uuid(_token.TypedValue));
        return (bool)(await resolve.ExecuteScalarAsync(cancellationToken))!;
    }
}
