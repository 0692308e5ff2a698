using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>What is written most often must touch no index of the jobs.</summary>
public sealed class HeapOnlyTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ThatDoesNotMoveTheJob_IsAHeapOnlyUpdate()
    {
        var runner = Sample.NewRunner();
        var jobs = Enumerable.Range(0, 5).Select(i => Sample.New(target: "vm", owner: runner) with { Consumer = "c", UniqueKey = $"{i}", Locks = "^no$" })
            .ToList();
        foreach (var job in jobs) Assert.Equal(InsertJobOutcome.Inserted, await database.Storage.Jobs.InsertAsync(job, Token));
        await using var connection = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var append = new NpgsqlCommand(SqlText.Get("job_append"), connection).With(
            Db.Array([.. jobs.Select(job => job.Id.Value)], NpgsqlDbType.Uuid), Same(1L, NpgsqlDbType.Bigint), Same(2, NpgsqlDbType.Integer),
            Same(1, NpgsqlDbType.Integer), Same(Sample.Json("e"), NpgsqlDbType.Bytea), Same<string?>(null, NpgsqlDbType.Text),
            Same<TimeSpan?>(null, NpgsqlDbType.Interval), Same<DateTime?>(null, NpgsqlDbType.TimestampTz), Same(false, NpgsqlDbType.Boolean));
        await append.ExecuteNonQueryAsync(Token);
        await using var counters = new NpgsqlCommand("select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables where relname = 'jobs'", connection);
        await using var row = await counters.ExecuteReaderAsync(Token);
        await row.ReadAsync(Token);

        Assert.Equal((5L, 5L), (row.GetInt64(0), row.GetInt64(1)));

        NpgsqlParameter Same<T>(T value, NpgsqlDbType type) => Db.Array([.. jobs.Select(_ => value)], type);
    }
}
