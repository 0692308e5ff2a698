using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>Two nodes on one database that want opposite things at once.</summary>
public sealed class RaceTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly RunnerId _runner = Sample.NewRunner();
    private PostgresStorage _other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresStorage One => database.Storage;

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        _other = await database.OpenAsync();
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    [Fact]
    public async Task Insert_SameUniqueKeyOnBothNodes_OneIsStoredEachTime()
    {
        for (int round = 0; round < 20; round++)
        {
            string key = $"k{round}";
            var outcomes = await AtOnceAsync(50, i => Node(i).Jobs.InsertAsync(Sample.New(target: "t") with { UniqueKey = key }, Token).AsTask());

            Assert.Single(outcomes, InsertJobOutcome.Inserted);
            Assert.Equal(49, outcomes.Count(outcome => outcome == InsertJobOutcome.TargetTaken));
        }
    }

    [Fact]
    public async Task InsertAll_WithTheSameKeysInOppositeOrder_OneOfThemIsStored()
    {
        // The database finds that each waits for the other, refuses one of them, and that one is tried again.
        for (int round = 0; round < 3; round++)
        {
            NewJob[] up = [.. Enumerable.Range(0, 100).Select(i => Sample.New(target: "t") with { UniqueKey = $"{round}/{i}" })];
            NewJob[] down = [.. up.Reverse().Select(job => job with { Id = Sample.New().Id })];

            var outcomes = await AtOnceAsync(2, i => Node(i).Control.InsertAllAsync(i == 0 ? up : down, Token));

            Assert.Single(outcomes, all => all.All(outcome => outcome == InsertJobOutcome.Inserted));
            Assert.Single(outcomes, all => all.All(outcome => outcome == InsertJobOutcome.TargetTaken));
        }
    }

    [Fact]
    public async Task Insert_SameIdOnBothNodes_OneIsStoredEachTime()
    {
        for (int round = 0; round < 20; round++)
        {
            var job = Sample.New(owner: _runner);
            var outcomes = await AtOnceAsync(50, i => Node(i).Jobs.InsertAsync(job with { Document = Sample.Json($"{i}") }, Token).AsTask());

            int winner = Array.IndexOf(outcomes, InsertJobOutcome.Inserted);
            Assert.Single(outcomes, InsertJobOutcome.Inserted);
            Assert.Equal(Sample.Json($"{winner}"), (await One.Jobs.ReadAsync(job)).Posted.Document.ToArray());
        }
    }

    [Fact]
    public async Task Insert_LockAndItsTargetsOnBothNodes_NoTargetIsStoredAfterTheLock()
    {
        for (int round = 0; round < 30; round++)
        {
            string target = $"vm{round}";
            NewJob[] jobs =
            [
                .. Enumerable.Range(0, 30).Select(i => i % 10 == 5
                    ? Sample.New() with { Locks = $"^{target}$", UniqueKey = $"lock{round}" }
                    : Sample.New(target: target)),
            ];

            var outcomes = await AtOnceAsync(jobs.Length, i => Node(i).Jobs.InsertAsync(jobs[i], Token).AsTask());

            // The board numbers jobs in the order in which they were stored.
            var stored = jobs.Where((_, i) => outcomes[i] == InsertJobOutcome.Inserted).ToList();
            var locking = Assert.Single(stored, job => job.Locks is not null);
            long[] positions = (long[])(await database.ExecuteAsync(
                "select array_agg(position order by array_position($1, id)) from jobs where id = any($1)", stored.Select(j => j.Id.Value).ToArray()))!;
            Assert.Equal(positions.Max(), positions[stored.IndexOf(locking)]);
            Assert.All(
                outcomes.Where((_, i) => jobs[i].Target is not null),
                outcome => Assert.True(outcome is InsertJobOutcome.Inserted or InsertJobOutcome.TargetLocked));
        }
    }

    [Fact]
    public async Task Insert_WhileTheWorkflowIsUpdated_NothingOfTheOldRevisionComesAfterTheUpdatesAnswer()
    {
        var workflow = Sample.Workflow with { Id = Guid.NewGuid(), Revision = Guid.NewGuid(), Name = "updated" };
        await One.Workflows.InsertAsync(workflow, Token);
        for (int round = 0; round < 20; round++)
        {
            var next = workflow with { Revision = Guid.NewGuid() };
            var old = Sample.New() with { WorkflowId = workflow.Id, WorkflowRevision = workflow.Revision };
            var under = AtOnceAsync(20, i => Node(i).Jobs.InsertAsync(old with { Id = Sample.New().Id }, Token).AsTask());
            Assert.Equal(UpdateWorkflowOutcome.Updated, await _other.Workflows.UpdateAsync(next, Token));

            var late = await AtOnceAsync(4, i => Node(i).Jobs.InsertAsync(old with { Id = Sample.New().Id }, Token).AsTask());
            var fresh = await One.Jobs.InsertAsync(old with { Id = Sample.New().Id, WorkflowRevision = next.Revision }, Token);

            Assert.All(late, outcome => Assert.Equal(InsertJobOutcome.WorkflowChanged, outcome));
            Assert.Equal(InsertJobOutcome.Inserted, fresh);
            Assert.All(await under, outcome => Assert.True(outcome is InsertJobOutcome.Inserted or InsertJobOutcome.WorkflowChanged));
            workflow = next;
        }
    }

    [Fact]
    public async Task RequestCancel_AgainstTheLastEntry_ExactlyOneOfThemCounts()
    {
        for (int round = 0; round < 40; round++)
        {
            var jobs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => One.Jobs.InsertClaimedAsync(_runner)));
            var ends = AtOnceAsync(
                jobs.Length, i => One.Jobs.AppendAsync(Sample.Append(jobs[i], 2, move: new JobMove(JobStatus.Succeeded)), Token).AsTask());
            var cancels = await AtOnceAsync(jobs.Length, i => _other.Control.RequestCancelAsync(jobs[i].Id, Token));
            var outcomes = await ends;

            for (int i = 0; i < jobs.Length; i++)
            {
                var stored = await One.Jobs.ReadAsync(jobs[i]);
                Assert.Equal(cancels[i] ? AppendOutcome.CancelRequested : AppendOutcome.Appended, outcomes[i]);
                Assert.Equal((cancels[i] ? JobStatus.Running : JobStatus.Succeeded, cancels[i]), (stored.Status, stored.IsCancelRequested));
            }
        }
    }

    [Fact]
    public async Task MoveIdle_AgainstClaim_ExactlyOneOfThemGetsTheJob()
    {
        for (int round = 0; round < 20; round++)
        {
            var jobs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => One.Jobs.InsertQueuedAsync()));
            var claims = One.Jobs.ClaimAsync(_runner, 10, Token);
            var moved = await AtOnceAsync(
                jobs.Length,
                i => _other.Control.MoveIdleAsync(new IdleMove(jobs[i].Id, JobStatus.Queued, 0, 1, Sample.Json("c"), JobStatus.Canceled), Token));
            var claimed = (await claims).Select(claim => claim.Job.Posted.Id).ToHashSet();

            Assert.All(jobs.Index(), job => Assert.True(moved[job.Index] ? !claimed.Contains(job.Item.Id) : true));
            while (await One.Jobs.ClaimAsync(_runner, 10, Token) is { Count: > 0 } rest) claimed.UnionWith(rest.Select(claim => claim.Job.Posted.Id));
            Assert.All(jobs.Index(), job => Assert.Equal(!moved[job.Index], claimed.Contains(job.Item.Id)));
        }
    }

    [Fact]
    public async Task SetNamePaused_AgainstInsertsAndClaims_NothingIsStartedWhilePausedAndNothingStaysHeldAfterwards()
    {
        var claimed = new HashSet<JobId>();
        int stored = 0;
        for (int round = 0; round < 25; round++)
        {
            var inserts = AtOnceAsync(40, i => Node(i).Jobs.InsertAsync(Sample.New(name: "p"), Token).AsTask());
            var claims = One.Jobs.ClaimAsync(_runner, 15, Token);
            await _other.Control.SetNamePausedAsync("p", true, Token);
            Assert.All(await inserts, outcome => Assert.Equal(InsertJobOutcome.Inserted, outcome));
            stored += 40;
            Add(await claims);

            Assert.Empty(await One.Jobs.ClaimAsync(_runner, 100, Token));
            Assert.Empty(await _other.Jobs.ClaimAsync(_runner, 100, Token));
            Assert.Null(await One.Jobs.NextDueAsync(Token));

            inserts = AtOnceAsync(20, i => Node(i).Jobs.InsertAsync(Sample.New(name: "p"), Token).AsTask());
            var more = One.Jobs.ClaimAsync(_runner, 15, Token);
            await _other.Control.SetNamePausedAsync("p", false, Token);
            await inserts;
            stored += 20;
            Add(await more);
        }

        while (await One.Jobs.ClaimAsync(_runner, 100, Token) is { Count: > 0 } rest) Add(rest);
        Assert.Equal(stored, claimed.Count);

        void Add(IReadOnlyList<ClaimedJob> jobs) => Assert.All(jobs, job => Assert.True(claimed.Add(job.Job.Posted.Id)));
    }

    [Fact]
    public async Task SetNamePaused_WhileAnInsertIsUnderWay_TheJobLeavesTheBoardWhenItIsLookedAt()
    {
        var job = Sample.New(name: "p");
        await using var insert = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await insert.BeginTransactionAsync(Token);
        await InsertDirectlyAsync(insert, job, held: false);
        await _other.Control.SetNamePausedAsync("p", true, Token);
        await transaction.CommitAsync(Token);

        Assert.Equal(TimeSpan.Zero, await One.Jobs.NextDueAsync(Token));
        Assert.Empty(await One.Jobs.ClaimAsync(_runner, 10, Token));
        Assert.Null(await One.Jobs.NextDueAsync(Token));
        await _other.Control.SetNamePausedAsync("p", false, Token);
        Assert.Single(await One.Jobs.ClaimAsync(_runner, 10, Token));
    }

    [Fact]
    public async Task ResolveClaim_WhileTheClaimIsStillBeingCommitted_WaitsForIt()
    {
        var job = Sample.New();
        await One.Jobs.InsertAsync(job, Token);
        await using var claiming = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await claiming.BeginTransactionAsync(Token);
        await using (var claim = new NpgsqlCommand("update jobs set status = 'running', epoch = 1, owner = $1", claiming).With(Db.Uuid(_runner.Value)))
        {
            await claim.ExecuteNonQueryAsync(Token);
        }

        await using var resolve = database.Direct.CreateCommand(SqlText.Get("job_claim_resolve"))
            .With(Db.Array([job.Id.Value], NpgsqlDbType.Uuid), Db.Array([1L], NpgsqlDbType.Bigint), Db.Uuid(_runner.Value));
        var resolving = resolve.ExecuteScalarAsync(Token);
        while (!resolving.IsCompleted &&
            await database.ExecuteAsync("select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") is not true)
        {
            Token.ThrowIfCancellationRequested();
        }

        await transaction.CommitAsync(Token);
        Assert.Equal(job.Id.Value, await resolving);
    }

    [Fact]
    public async Task SetNamePaused_LiftedByACallerWhoLeaves_LetsAllJobsGo()
    {
        var job = Sample.New(name: "p");
        await One.Jobs.InsertAsync(job, Token);
        await One.Control.SetNamePausedAsync("p", true, Token);
        await using var other = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var row = new NpgsqlCommand("select id from jobs for update", other)) await row.ExecuteNonQueryAsync(Token);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var lifted = One.Control.SetNamePausedAsync("p", false, caller.Token);
        while (await database.ExecuteAsync("select exists (select from paused_workflows)") is true) Token.ThrowIfCancellationRequested();

        await caller.CancelAsync();
        await transaction.CommitAsync(Token);
        await lifted;

        Assert.Single(await One.Jobs.ClaimAsync(_runner, 10, Token));
    }

    [Fact]
    public async Task Open_AfterANodeDiedWhileItLiftedAPause_LetsTheJobsGo()
    {
        var paused = Sample.New(name: "q");
        await One.Jobs.InsertAsync(Sample.New(name: "p"), Token);
        await One.Jobs.InsertAsync(paused, Token);
        await One.Control.SetNamePausedAsync("p", true, Token);
        await One.Control.SetPausedAsync(paused.Id, true, Token);
        await database.ExecuteAsync("delete from paused_workflows");
        Assert.Empty(await One.Jobs.ClaimAsync(_runner, 10, Token));

        await using var next = await database.OpenAsync();

        Assert.Equal("p", Assert.Single(await One.Jobs.ClaimAsync(_runner, 10, Token)).Job.Posted.Name);
    }

    [Fact]
    public async Task SetNamePaused_OfMoreJobsThanFitOneStep_HoldsAllAndFreesAll()
    {
        const string Held = "select count(*) from jobs where name = 'p' and held";
        for (int i = 0; i < 5; i++) await One.Control.InsertAllAsync([.. Enumerable.Range(0, 500).Select(_ => Sample.New(name: "p"))], Token);
        await One.Jobs.InsertAsync(Sample.New(name: "q"), Token);
        Assert.Equal(700, (await One.Jobs.ClaimAsync(_runner, 700, Token)).Count);

        await One.Control.SetNamePausedAsync("p", true, Token);
        var held = await database.ExecuteAsync(Held);
        await _other.Control.SetNamePausedAsync("p", false, Token);

        Assert.Equal((2500L, 0L), (held, await database.ExecuteAsync(Held)));
    }

    [Fact]
    public async Task SetNamePaused_LiftedWhileAHeldInsertIsUnderWay_WaitsForIt()
    {
        var job = Sample.New(name: "p");
        await One.Control.SetNamePausedAsync("p", true, Token);
        await using var insert = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await insert.BeginTransactionAsync(Token);
        await using (var share = new NpgsqlCommand("select name from paused_workflows where name = 'p' for share", insert))
        {
            await share.ExecuteNonQueryAsync(Token);
        }

        await InsertDirectlyAsync(insert, job, held: true);
        var lifted = _other.Control.SetNamePausedAsync("p", false, Token);
        while (await database.ExecuteAsync("select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") is not true)
        {
            Token.ThrowIfCancellationRequested();
        }

        await transaction.CommitAsync(Token);
        await lifted;
        Assert.Single(await One.Jobs.ClaimAsync(_runner, 10, Token));
    }

    [Fact]
    public async Task SetNamePaused_AgainstClaimedInserts_EveryRunningJobIsSignalled()
    {
        for (int round = 0; round < 25; round++)
        {
            string name = $"p{round}";
            NewJob[] jobs = [.. Enumerable.Range(0, 30).Select(_ => Sample.New(name: name, owner: _runner))];
            var inserts = AtOnceAsync(jobs.Length, i => Node(i).Jobs.InsertAsync(jobs[i], Token).AsTask());
            await _other.Control.SetNamePausedAsync(name, true, Token);
            var outcomes = await inserts;

            var signals = (await One.Control.SignalsAsync(_runner, Token)).Jobs.Where(signal => signal.Pause).Select(signal => signal.Job).ToHashSet();
            for (int i = 0; i < jobs.Length; i++) Assert.Equal(outcomes[i] == InsertJobOutcome.Inserted, signals.Contains(jobs[i].Id));
        }
    }

    [Fact]
    public async Task SetNamePaused_WithTenThousandJobsUnderLoad_HoldsThemAll()
    {
        await database.ExecuteAsync(
            """
            insert into jobs (next_seq, epoch, status, id, priority, created_at, workflow_id, workflow_revision, name, lock_hash, document)
            select 0, 0, 'queued', gen_random_uuid(), 0, now(), $1, $1, 'many', 'lock', '' from generate_series(1, 10000)
            """,
            Sample.Workflow.Id);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            var job = Sample.New(name: "many", owner: _runner);
            await One.Jobs.InsertAsync(job, Token);
            return job;
        }));
        var load = Task.WhenAll(running.Select(async job =>
        {
            int sequence = 2;
            while (!stop.IsCancellationRequested) Assert.Equal(AppendOutcome.Appended, await One.Jobs.AppendAsync(Sample.Append(job, sequence++), Token));
        }));

        await _other.Control.SetNamePausedAsync("many", true, Token);
        int signals = (await One.Control.SignalsAsync(_runner, Token)).Jobs.Count;
        bool all = await database.ExecuteAsync("select bool_and(held) from jobs where name = 'many'") is true;
        await _other.Control.SetNamePausedAsync("many", false, Token);
        await stop.CancelAsync();
        await load;

        Assert.Equal((32, true), (signals, all));
        Assert.True(await database.ExecuteAsync("select bool_and(not held) from jobs where name = 'many'") is true);
    }

    [Fact]
    public async Task InsertAll_AgainstEachOther_NeverLeavesHalf()
    {
        for (int round = 0; round < 20; round++)
        {
            string key = $"k{round}";
            NewJob[][] batches =
            [
                .. Enumerable.Range(0, 8).Select(b => Enumerable.Range(0, 20)
                    .Select(i => Sample.New(name: $"{key}-{b}", target: "t") with { UniqueKey = i == b ? key : null }).ToArray()),
            ];

            var outcomes = await AtOnceAsync(batches.Length, i => Node(i).Control.InsertAllAsync(batches[i], Token));

            var winner = Assert.Single(outcomes.Index(), o => o.Item.All(outcome => outcome == InsertJobOutcome.Inserted));
            Assert.All(outcomes.Index(), o => Assert.Equal(o.Index == winner.Index ? 0 : 1, o.Item.Count(outcome => outcome == InsertJobOutcome.TargetTaken)));
            for (int b = 0; b < batches.Length; b++)
            {
                Assert.Equal(b == winner.Index ? 20 : 0, await One.Queries.CountAsync(new JobFilter { Name = $"{key}-{b}" }, Token));
            }
        }
    }

    private static async Task InsertDirectlyAsync(NpgsqlConnection connection, NewJob job, bool held)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into jobs (next_seq, epoch, status, held, id, priority, created_at, workflow_id, workflow_revision, name, lock_hash, document)
            select 0, 0, 'queued', $3, $1, 0, now(), $1, $1, $2, 'lock', '[]'
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = job.Id.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = job.Name });
        command.Parameters.Add(new NpgsqlParameter { Value = held });
        await command.ExecuteNonQueryAsync(Token);
    }

    private PostgresStorage Node(int number) => number % 2 == 0 ? One : _other;

    private static Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> action) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => action(i), Token)));
}
