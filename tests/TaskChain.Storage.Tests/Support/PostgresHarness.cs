using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Tests.Support;

/// <summary>Moves the database's clock by moving what it is compared with.</summary>
public sealed class PostgresHarness(PostgresDatabase database) : StoreHarness
{
    public override IJobStore Jobs => database.Storage.Jobs;

    public override IJobControl Control => database.Storage.Control;

    public override IJobQueries Queries => database.Storage.Queries;

    public override IWorkflowStore Workflows => database.Storage.Workflows;

    public override IModuleStore Modules => database.Storage.Modules;

    public override IContentStore Content => database.Storage.Content;

    public override IApiKeyStore ApiKeys => database.Storage.ApiKeys;

    public override IRunnerStore Runners => database.Storage.Runners;

    public override async Task AdvanceAsync(TimeSpan time)
    {
        await database.ExecuteAsync("update jobs set due_at = due_at - $1 where due_at is not null", time);
        await database.ExecuteAsync("update jobs set ended_at = ended_at - $1 where ended_at is not null", time);
        await database.ExecuteAsync("update runners set lease_until = lease_until - $1", time);
    }

    public override Task LoseSessionAsync(RunnerId runner) => database.ExecuteAsync(
        """
        select pg_terminate_backend(l.pid, 5000)
        from runners r join pg_locks l on l.locktype = 'advisory' and l.objid::int8 = r.lock_key and l.classid::int8 = 0
            and l.database = (select oid from pg_database where datname = current_database())
        where r.id = $1
        """,
        runner.Value);
}
