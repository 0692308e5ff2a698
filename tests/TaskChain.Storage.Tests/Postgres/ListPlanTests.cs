using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Jobs;
using TaskChain.Storage.Sql;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>What lists, counts, claims and signals read when there are many jobs: 100,000, or a million when TASKCHAIN_LONG_TESTS is 1.</summary>
public sealed class ListPlanTests(ListPlanTests.FullDatabase full) : IClassFixture<ListPlanTests.FullDatabase>
{
    private static readonly int Jobs = Environment.GetEnvironmentVariable("TASKCHAIN_LONG_TESTS") == "1" ? 1_000_000 : 100_000;

    private static readonly SearchTerm Rare = new("vm_uuid", "vm77"), Common = new("origin", "a"), Task20 = new("task", "t7");

    /// <summary>Filters with the number of pages that a page of 100 jobs may take, and those that a count may per 1,000 jobs stored.</summary>
    public static TheoryData<string, int> Filters => new()
    {
        { "nothing", 1500 }, { "succeeded", 1500 }, { "failed", 1500 }, { "waiting", 1500 }, { "queued", 1500 }, { "name", 1500 }, { "name waiting", 1500 },
        { "unknown name", 100 }, { "target", 1500 }, { "target failed", 1000 }, { "consumer", 1500 }, { "consumer running", 1500 }, { "since", 1500 },
        { "until", 1500 }, { "name between", 1500 }, { "after", 1500 }, { "name after", 1500 }, { "rare term", 1500 }, { "common term", 1500 },
        { "rare and common term", 3000 }, { "common term between", 1500 }, { "common term after", 1500 }, { "common term and name", 5000 },
        { "common term waiting", 6000 }, { "common term and target", 4000 }, { "unknown term", 100 }, { "rare term and consumer", 2000 },
    };

    private static JobFilter Filter(string name, DateTimeOffset middle) => name switch
    {
        "nothing" => new(),
        "succeeded" => new() { Status = JobStatus.Succeeded },
        "failed" => new() { Status = JobStatus.Failed },
        "waiting" => new() { Status = JobStatus.Waiting },
        "queued" => new() { Status = JobStatus.Queued },
        "name" => new() { Name = "wf-7" },
        "name waiting" => new() { Name = "wf-7", Status = JobStatus.Waiting },
        "unknown name" => new() { Name = "nothing" },
        "target" => new() { Target = "vm/77" },
        "target failed" => new() { Target = "vm/77", Status = JobStatus.Failed },
        "consumer" => new() { Consumer = "c7" },
        "consumer running" => new() { Consumer = "c2", Status = JobStatus.Running },
        "since" => new() { Since = middle },
        "until" => new() { Until = middle },
        "name between" => new() { Name = "wf-7", Since = middle.AddHours(-1), Until = middle },
        "after" => new() { After = new JobCursor(middle, default) },
        "name after" => new() { Name = "wf-7", After = new JobCursor(middle, default) },
        "rare term" => new() { Search = [Rare] },
        "common term" => new() { Search = [Common] },
        "rare and common term" => new() { Search = [Common, Rare] },
        "common term between" => new() { Search = [Common], Since = middle.AddHours(-1), Until = middle },
        "common term after" => new() { Search = [Common], After = new JobCursor(middle, default) },
        "common term and name" => new() { Search = [Task20], Name = "wf-7" },
        "common term waiting" => new() { Search = [Task20], Status = JobStatus.Waiting },
        "common term and target" => new() { Search = [Common], Target = "vm/77" },
        "unknown term" => new() { Search = [new("vm_uuid", "nothing")] },
        "rare term and consumer" => new() { Search = [Rare], Consumer = "c7" },
        _ => throw new ArgumentException(name),
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task List_WithManyJobs_ReadsFewPages(string name, int mostPages)
    {
        var filter = Filter(name, full.Middle);
        await using var connection = await full.Sources.Lists.OpenConnectionAsync(TestContext.Current.CancellationToken);
        bool bySearch = await PostgresJobQueries.IsBySearchAsync(connection, filter, TestContext.Current.CancellationToken);
        await using var list = PostgresJobQueries.ListCommand(filter, bySearch);
        var (plan, time, pages) = await ManyJobs.ExplainAsync(connection, list);
        await using var count = PostgresJobQueries.CountCommand(filter, bySearch);
        var (countPlan, countTime, countPages) = await ManyJobs.ExplainAsync(connection, count);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Jobs} jobs, {name}: list {time.TotalMilliseconds} ms, {pages} pages; count {countTime.TotalMilliseconds} ms, {countPages} pages");
        Assert.DoesNotContain("Seq Scan on jobs", plan + countPlan, StringComparison.Ordinal);
        Assert.True(pages <= mostPages, $"{pages} pages were read.\n{plan}");
    }

    [Theory]
    [InlineData("job_claim", 200)]
    [InlineData("job_promote", 60)]
    [InlineData("job_next_due", 60)]
    [InlineData("runner_signals", 300)] // while any name is paused it looks at the names of the 100 running jobs
    public async Task Board_WithManyJobs_ReadsFewPages(string statement, int mostPages)
    {
        await using var connection = await full.Sources.Appends.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(SqlText.Get(statement));
        if (statement is "job_claim" or "runner_signals") command.Parameters.Add(Db.Uuid(ManyJobs.Runner));
        if (statement == "job_claim") command.Parameters.Add(Db.Long(10));

        var (plan, time, pages) = await ManyJobs.ExplainAsync(connection, command);

        TestContext.Current.TestOutputHelper!.WriteLine($"{Jobs} jobs, {statement}: {time.TotalMilliseconds} ms, {pages} pages");
        Assert.DoesNotContain("Seq Scan on jobs", plan, StringComparison.Ordinal);
        Assert.True(pages <= mostPages, $"{pages} pages were read.\n{plan}");
    }

    [Fact]
    public async Task Prune_WithManyJobs_ReadsThroughIndexes()
    {
        await using var connection = await full.Sources.General.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(SqlText.Get("job_prune"))
            .With(Db.OptionalInterval(TimeSpan.FromSeconds(Jobs / 2)), Db.OptionalLong(Jobs - 1000), Db.Int(100));

        var (plan, time, pages) = await ManyJobs.ExplainAsync(connection, command);

        // Counting what has ended takes an index's pages; of each of the hundred jobs, its rows and what belongs to it are found.
        TestContext.Current.TestOutputHelper!.WriteLine($"{Jobs} jobs, prune: {time.TotalMilliseconds} ms, {pages} pages");
        Assert.DoesNotContain("Seq Scan on job", plan, StringComparison.Ordinal);
        Assert.True(pages <= 6000 + (Jobs / 100), $"{pages} pages were read.\n{plan}");
    }

    [Fact]
    public async Task Totals_WithManyJobs_ReadOneIndexOnly()
    {
        await using var connection = await full.Sources.Lists.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(SqlText.Get("job_totals"));

        var (plan, time, pages) = await ManyJobs.ExplainAsync(connection, command);

        TestContext.Current.TestOutputHelper!.WriteLine($"{Jobs} jobs, totals: {time.TotalMilliseconds} ms, {pages} pages");
        Assert.Contains("Index Only Scan using jobs_status", plan, StringComparison.Ordinal);
    }

    /// <summary>10,000 delayed jobs and 10,000 paused ones ahead of a ready one cost a claim nothing (N67).</summary>
    [Fact]
    public async Task N67_Claim_BehindManyDelayedAndPausedJobs_ReadsFewPages()
    {
        var control = full.Database.Storage.Control;
        var ready = Sample.New(name: "ready");
        await full.Database.ExecuteAsync(
            """
            insert into jobs (next_seq, epoch, status, due_at, held, paused, id, priority, created_at, workflow_id, workflow_revision, name, lock_hash, document)
            select 0, 0, 'queued', case when n % 2 = 0 then now() + interval '1 day' end, n % 2 = 1, n % 2 = 1, gen_random_uuid(), 9, now(), $1, $1, 'ahead',
                'lock', ''
            from generate_series(1, 20000) as n
            """,
            Sample.Workflow.Id);
        await full.Database.Storage.Jobs.InsertAsync(ready, TestContext.Current.CancellationToken);
        await using (var connection = await full.Sources.Appends.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new Npgsql.NpgsqlCommand(SqlText.Get("job_claim")).With(Db.Uuid(Guid.NewGuid()), Db.Long(10));
            var (plan, _, pages) = await ManyJobs.ExplainAsync(connection, command);
            Assert.True(pages <= 200, $"{pages} pages were read.\n{plan}");
        }

        var claims = await full.Database.Storage.Jobs.ClaimAsync(Sample.NewRunner(), 10, TestContext.Current.CancellationToken);

        Assert.Equal(ready.Id, Assert.Single(claims).Job.Posted.Id);
        await control.SetNamePausedAsync("ahead", true, TestContext.Current.CancellationToken);
        Assert.NotNull(await full.Database.Storage.Jobs.NextDueAsync(TestContext.Current.CancellationToken));
    }

    public sealed class FullDatabase(PostgresFixture fixture) : IAsyncLifetime
    {
        public PostgresDatabase Database { get; } = new(fixture);

        internal DatabaseSources Sources { get; private set; } = null!;

        public DateTimeOffset Middle { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Database.InitializeAsync();
            await ManyJobs.FillAsync(Database, Jobs);
            Sources = new DatabaseSources(Database.ConnectionString, new StorageOptions(), NullLoggerFactory.Instance);
            Middle = TimeProvider.System.GetUtcNow().AddSeconds(-Jobs / 2);
        }

        public async ValueTask DisposeAsync()
        {
            await Sources.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
