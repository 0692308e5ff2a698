using Npgsql;
using TaskChain.Storage.Sql;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>Statements that must not grow slower with the number of jobs, looked at with 100,000 of them.</summary>
public sealed class ClaimPlanTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const string Runner = "'00000000-0000-0000-0000-000000000001'::uuid";

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        await database.ExecuteAsync(
            """
            insert into jobs (next_seq, epoch, status, due_at, id, priority, created_at, workflow_id, workflow_revision, name, lock_hash, document)
            select 0, 0, case when n % 3 = 0 then 'queued' else 'succeeded' end,
                case when n % 30 = 0 then now() + interval '1 hour' end,
                gen_random_uuid(), n % 7, now(), gen_random_uuid(), gen_random_uuid(), 'wf-' || n % 50, 'lock', '\x5b5d'
            from generate_series(1, 100000) as n
            """);
        await database.ExecuteAsync("analyze jobs");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("job_claim", Runner + ", 10")]
    [InlineData("job_promote", "")]
    [InlineData("job_next_due", "")]
    [InlineData("job_find", Runner)]
    public async Task Plan_WithManyJobs_ReadsThroughAnIndex(string statement, string arguments)
    {
        string plan = await ExplainAsync(SqlText.Get(statement), arguments);

        Assert.DoesNotContain("Seq Scan on jobs", plan, StringComparison.Ordinal);
        Assert.Contains("on jobs", plan, StringComparison.Ordinal);
    }

#pragma warning disable CA2100 // The project's own statements.
    private async Task<string> ExplainAsync(string sql, string arguments)
    {
        await using var connection = await database.Direct.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var prepare = new NpgsqlCommand($"prepare plan as {sql}", connection)) await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"explain execute plan{(arguments.Length > 0 ? $"({arguments})" : "")}", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        await reader.CloseAsync();
        await using (var drop = new NpgsqlCommand("deallocate plan", connection)) await drop.ExecuteNonQueryAsync();
        return string.Join('\n', lines);
    }
#pragma warning restore CA2100
}
