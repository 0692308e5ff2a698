using Npgsql;

namespace TaskChain.Storage.Tests.Support;

/// <summary>
/// A database full of jobs, posted one a second: most ended well; 50 names, 10 consumers, a target for each 200 jobs, one job in 50 failed, one in 500 is
/// delayed, one in 1,000 runs, one in 1,000 waits; each has three search terms.
/// </summary>
internal static class ManyJobs
{
    public static readonly Guid Runner = new("00000000-0000-0000-0000-000000000001");

    private const string Fill =
        """
        insert into jobs (
            next_seq, epoch, status, owner, due_at, ended_at, id, priority, created_at, workflow_id, workflow_revision, name, target, consumer, lock_hash,
            document)
        select
            1, 1, s.status, case when s.status = 'running' then @runner end, case when s.status = 'queued' then now() + interval '1 day' end,
            case when s.status in ('succeeded', 'failed') then now() - interval '1 second' * (@count - n) end,
            md5('job' || n)::uuid, n % 7, now() - interval '1 second' * (@count - n), @workflow, @workflow, 'wf-' || n % 50,
            case when n % 3 > 0 then 'vm/' || n % (@count / 200) end, case when n % 4 > 0 then 'c' || n % 10 end, 'lock',
            convert_to(repeat('{"params":{"n":1}}', 20), 'UTF8')
        from (select generate_series(@from, @to) as n) numbers
        cross join lateral (
            select case
                when n % 500 = 1 then 'queued' when n % 1000 = 2 then 'running' when n % 1000 = 3 then 'waiting' when n % 50 = 4 then 'failed'
                else 'succeeded' end as status) s
        """;

    private const string FillSearch =
        """
        insert into job_search (name, value, created_at, job_id)
        select t.name, t.value, j.created_at, j.id
        from (select generate_series(@from, @to) as n) numbers
        join jobs j on j.id = md5('job' || n)::uuid
        cross join lateral (
            values ('vm_uuid', 'vm' || n % (@count / 200)), ('origin', case when n % 2 = 0 then 'a' else 'b' end), ('task', 't' || n % 20)) as t (name, value)
        """;

    public static async Task FillAsync(PostgresDatabase database, int count)
    {
        await database.ResetAsync();
        const int Part = 100_000;
        for (int from = 1; from <= count; from += Part)
        {
            foreach (string statement in new[] { Fill, FillSearch })
            {
                await using var command = database.Direct.CreateCommand(statement);
                command.CommandTimeout = 0;
                command.Parameters.AddWithValue("count", count);
                command.Parameters.AddWithValue("from", from);
                command.Parameters.AddWithValue("to", Math.Min(from + Part - 1, count));
                if (statement == Fill) command.Parameters.AddWithValue("runner", Runner);
                if (statement == Fill) command.Parameters.AddWithValue("workflow", Sample.Workflow.Id);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }

        await using var vacuum = database.Direct.CreateCommand("vacuum (analyze) jobs, job_search");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Runs a statement as the store would; answers with its plan, its time, and the pages that it looked at.</summary>
    public static async Task<(string Plan, TimeSpan Time, long Pages)> ExplainAsync(NpgsqlConnection connection, NpgsqlCommand statement)
    {
#pragma warning disable CA2100 // The project's own statements.
        statement.CommandText = "explain (analyze, buffers) " + statement.CommandText;
#pragma warning restore CA2100
        statement.Connection = connection;
        statement.CommandTimeout = 0;
        await using var reader = await statement.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        string buffers = lines.FirstOrDefault(line => line.Contains("Buffers: shared", StringComparison.Ordinal)) ?? "";
        long pages = buffers.Split(' ').Where(word => word.StartsWith("hit=", StringComparison.Ordinal) || word.StartsWith("read=", StringComparison.Ordinal))
            .Sum(word => long.Parse(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        string time = lines.Single(line => line.StartsWith("Execution Time", StringComparison.Ordinal)).Split(' ')[2];
        return (string.Join('\n', lines), TimeSpan.FromMilliseconds(double.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), pages);
    }
}
