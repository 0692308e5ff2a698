using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <content>Reads, and what callers add from outside.</content>
internal sealed partial class PostgresJobStore
{
    public Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken) => _retrier.RunAsync(
        "job read",
        async (_, token) =>
        {
            await using var command = _sources.General.CreateCommand(SqlText.Get("job_find")).With(Db.Uuid(job.Value));
            await using var reader = await command.ExecuteReaderAsync(token);
            if (!await reader.ReadAsync(token)) return null;
            return JobRows.Read(reader) with { Log = JobRows.ReadLog(reader, JobRows.Columns) };
        },
        cancellationToken);

    public Task<bool> AppendInfoAsync(JobId job, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var writeToken = Guid.CreateVersion7();
        return _retrier.RunAsync(
            "job info",
            async (attempt, token) =>
            {
                await using var connection = await _sources.General.OpenConnectionAsync(token);
                await using var write = new NpgsqlCommand(SqlText.Get("job_info"), connection)
                    .With(Db.Uuid(job.Value), Db.Uuid(writeToken), Db.Bytes(json));
                if (await write.ExecuteNonQueryAsync(token) == 1) return true;
                if (!attempt.Again) return false;
                await using var exists = new NpgsqlCommand(SqlText.Get("job_exists"), connection).With(Db.Uuid(job.Value));
                return (bool)(await exists.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<JobOutput>> ReadOutputAsync(JobId job, JobOutputKind? kind, CancellationToken cancellationToken) =>
        _retrier.RunAsync<IReadOnlyList<JobOutput>>(
            "job output read",
            async (_, token) =>
            {
                await using var command = _sources.General.CreateCommand(SqlText.Get("job_output_read"))
                    .With(Db.Uuid(job.Value), Db.OptionalText(kind is { } wanted ? JobStatusText.Of(wanted) : null));
                await using var reader = await command.ExecuteReaderAsync(token);
                var output = new List<JobOutput>();
                while (await reader.ReadAsync(token))
                {
                    var said = reader.GetString(0) == "info" ? JobOutputKind.Info : JobOutputKind.Log;
                    output.Add(new JobOutput(job, said, reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2)));
                }

                return output;
            },
            cancellationToken);
}
