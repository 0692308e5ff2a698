using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Migrations;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>Databases that an earlier release has filled.</summary>
public sealed class UpgradeTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const string Filled =
        """
        insert into jobs (next_seq, epoch, status, owner, due_at, id, priority, created_at, workflow_id, workflow_revision, name, target, lock_hash, document)
        select 1, 1, s.status, case when s.status = 'running' then $1 end, case when s.status = 'waiting' then now() + interval '1 day' end,
            md5(s.status)::uuid, 3, '2026-01-01'::timestamptz + interval '1 hour' * s.n, gen_random_uuid(), gen_random_uuid(), 'wf', 'vm', 'lock', '\x5b5d'
        from unnest(array['queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'retried']) with ordinality as s (status, n);
        """;

    private string _connectionString = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connectionString = await fixture.Server.CreateDatabaseAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Migrate_JobsOfTheFirstRelease_AreKeptAndGoOn()
    {
        var runner = Sample.NewRunner();
        await using (var source = NpgsqlDataSource.Create(_connectionString))
        {
            await new Migrator(source, NullLogger.Instance, [Migrator.Load()[0]]).MigrateAsync(Token);
            await using var fill = source.CreateCommand(Filled);
            fill.Parameters.Add(new NpgsqlParameter { Value = runner.Value });
            await fill.ExecuteNonQueryAsync(Token);
        }

        await using var storage = await PostgresStorage.OpenAsync(
            new StorageOptions { ConnectionString = _connectionString }, NullLoggerFactory.Instance, TimeProvider.System, Token);
        var jobs = await storage.Queries.ListAsync(new JobFilter(), Token);
        await storage.Workflows.InsertAsync(Sample.Workflow, Token);
        var added = await storage.Jobs.InsertQueuedAsync(priority: 3);
        var claims = await storage.Jobs.ClaimAsync(runner, 10, Token);

        Assert.Equal(
            ["retried", "canceled", "failed", "succeeded", "waiting", "running", "queued"], jobs.Select(job => job.Status.ToWord()));
        Assert.All(jobs, job => Assert.Equal(
            (job.Status.IsFinal(), "vm", 3, false, false, null),
            (job.EndedAt is not null, job.Posted.Target, job.Posted.Priority, job.IsPaused, job.IsCancelRequested, job.Posted.UniqueKey)));
        Assert.Equal(runner, jobs[5].Owner);
        Assert.Equal([jobs[6].Posted.Id, added.Id], claims.Select(claim => claim.Job.Posted.Id));
        Assert.Equal(AppendOutcome.Appended, await storage.Jobs.AppendAsync(new JobAppend(jobs[5].Posted.Id, 1, 1, 1, Sample.Json("x"), null), Token));
        Assert.Equal(0, await storage.Control.PruneAsync(TimeSpan.FromMinutes(5), null, 10, Token));
    }
}
