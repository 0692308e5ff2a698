using System.Text;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>What only group commit can get wrong: neighbours in a batch, and batches whose outcome a lost connection leaves open.</summary>
public sealed class GroupCommitTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RunnerId _runner = Sample.NewRunner();

    private IJobStore Store => database.Storage.Jobs;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_StaleRowsAmongGoodOnes_OnlyTheStaleAreRefused()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Store.InsertClaimedAsync(_runner)));

        var outcomes = await Task.WhenAll(jobs.Select((job, i) => Store.AppendAsync(Sample.Append(job, i % 10 == 3 ? 7 : 2), Token).AsTask()));

        Assert.All(outcomes.Index(), outcome => Assert.Equal(outcome.Index % 10 == 3 ? AppendOutcome.Stale : AppendOutcome.Appended, outcome.Item));
    }

    [Fact]
    public async Task Insert_OneRowThatTheDatabaseRefuses_FailsAlone()
    {
        NewJob[] jobs = [.. Enumerable.Range(0, 50).Select(i => Sample.New(target: i == 20 ? "a\0b" : "fine"))];

        var inserts = jobs.Select(job => Store.InsertAsync(job, Token).AsTask()).ToList();
        await Task.WhenAll(inserts.Where((_, i) => i != 20));

        await Assert.ThrowsAsync<StorageException>(() => inserts[20]);
        Assert.All(inserts.Where((_, i) => i != 20), insert => Assert.Equal(InsertJobOutcome.Inserted, insert.Result));
    }

    [Fact]
    public async Task Append_CommitThatTheWriterNeverHeardOf_CountsOnce()
    {
        // The entry is there, written by another connection as if the answer had been lost on the way.
        var job = await Store.InsertClaimedAsync(_runner);
        var append = Sample.Append(job, 2, "lost answer", move: new JobMove(JobStatus.Succeeded));
        await using (var other = await database.OpenAsync()) await other.Jobs.AppendAsync(append, Token);

        Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(append, Token));
        Assert.Equal(2, (await Store.ReadAsync(job)).Log.Count);
    }

    [Fact]
    public async Task Append_OfTheStaleOwnerWhileTheTakeoverIsUnderWay_IsRefusedAfterIt()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await using var takeover = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await takeover.BeginTransactionAsync(Token);
        await ExecuteAsync(takeover, "update jobs set epoch = epoch + 1 where id = $1", job.Id.Value);

        var append = Store.AppendAsync(Sample.Append(job, 2, "stale"), Token).AsTask();
        await UntilAsync("select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
        await transaction.CommitAsync(Token);

        Assert.Equal(AppendOutcome.Stale, await append.WaitAsync(Patience, Token));
        Assert.Single((await Store.ReadAsync(job)).Log);
    }

    [Fact]
    public async Task Claim_WhileTheOldOwnersAppendIsUnderWay_SkipsTheJobThenSeesTheEntry()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        await (await database.Storage.Runners.JoinAsync(_runner, "host", 1, TimeSpan.FromMinutes(1), Token)).DisposeAsync();
        await using var append = await database.Direct.OpenConnectionAsync(Token);
        await using var transaction = await append.BeginTransactionAsync(Token);
        await ExecuteAsync(append, "update jobs set next_seq = 3 where id = $1", job.Id.Value);
        await ExecuteAsync(append, "insert into job_events values ($1, 1, 2, 1, '[]')", job.Id.Value);

        var tooEarly = await ClaimAllAsync();
        await transaction.CommitAsync(Token);
        var claims = await ClaimAllAsync();

        Assert.DoesNotContain(tooEarly, claim => claim.Job.Posted.Id == job.Id);
        Assert.Equal([0, 2], claims.Single(claim => claim.Job.Posted.Id == job.Id).Job.Log.Select(e => e.Sequence));
    }

    // Other tests of this database leave jobs to claim.
    private async Task<List<ClaimedJob>> ClaimAllAsync()
    {
        var all = new List<ClaimedJob>();
        for (var runner = Sample.NewRunner(); ;)
        {
            var claims = await Store.ClaimAsync(runner, 100, Token);
            if (claims.Count == 0) return all;
            all.AddRange(claims);
        }
    }

    [Fact]
    public async Task Append_ThousandAtOnce_AllDurable()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Store.InsertClaimedAsync(_runner)));

        var outcomes = await Task.WhenAll(jobs.Select(job => Store.AppendAsync(Sample.Append(job, 2), Token).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(AppendOutcome.Appended, outcome));
        long rows = (long)(await database.ExecuteAsync("select count(*) from job_events where job_id = any($1)", jobs.Select(j => j.Id.Value).ToArray()))!;
        Assert.Equal(2000, rows);
    }

    [Fact]
    public async Task Writes_WhileBackendsAreTerminated_LoseAndDoubleNothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var killer = KillBackendsAsync(stop.Token);

        var jobs = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => RunJobAsync(i, entries: 40)));
        await stop.CancelAsync();
        int killed = await killer;

        Assert.True(killed > 5, $"Only {killed} connections were cut.");
        foreach (var (job, written) in jobs)
        {
            var stored = await Store.ReadAsync(job);
            Assert.Equal(JobStatus.Succeeded, stored.Status);
            Assert.Equal(written, stored.Log.Skip(1).Select(e => Encoding.UTF8.GetString(e.Events.Span)));
            var output = await Store.ReadOutputAsync(job.Id, null, Token);
            Assert.Equal(written, output.Select(o => Encoding.UTF8.GetString(o.Json.Span)));
        }
    }

    [Fact]
    public async Task Claims_WhileBackendsAreTerminated_AreNeitherLostNorShared()
    {
        const int Count = 400;
        string name = "claimed-" + Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Store.InsertAsync(Sample.New(priority: 9, name: name), Token).AsTask()));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var killer = KillBackendsAsync(stop.Token);

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<ClaimedJob>();
            while (await database.Storage.Queries.ListAsync(new JobFilter { Status = JobStatus.Queued, Name = name, Limit = 1 }, Token) is { Count: > 0 })
            {
                mine.AddRange((await Store.ClaimAsync(Sample.NewRunner(), 3, Token)).Where(claim => claim.Job.Posted.Name == name));
            }

            return mine;
        })));
        await stop.CancelAsync();
        await killer;

        var all = claims.SelectMany(mine => mine).ToList();
        Assert.Equal(Count, all.Count);
        Assert.All(all, claim => Assert.Equal(1, claim.Job.Epoch));
        Assert.Equal(Count, all.Select(claim => claim.Job.Posted.Id).Distinct().Count());
    }

    [Fact]
    public async Task Calls_FromOutsideWhileBackendsAreTerminated_CountOnce()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var killer = KillBackendsAsync(stop.Token);
        var control = database.Storage.Control;

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            string key = Guid.NewGuid().ToString();
            var job = Sample.New(name: "outside", target: "outside") with { UniqueKey = key, Search = [new("i", $"{i}")], Locks = i % 8 == 0 ? "^nothing$" : null };
            Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job, Token));
            Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(job with { Id = Sample.New().Id }, Token));
            NewJob[] batch = [.. Enumerable.Range(0, 5).Select(n => Sample.New(name: "outside", target: "outside") with { UniqueKey = $"{key}/{n}" })];
            Assert.All(await control.InsertAllAsync(batch, Token), outcome => Assert.Equal(InsertJobOutcome.Inserted, outcome));
            Assert.True(await control.SetPausedAsync(job.Id, true, Token));
            Assert.True(await control.MoveIdleAsync(
                new IdleMove(job.Id, JobStatus.Queued, 0, 2, Sample.Json(key), JobStatus.Canceled) { Cancels = true }, Token));
            Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job with { Id = Sample.New().Id }, Token));
            var running = await Store.InsertClaimedAsync(_runner);
            Assert.True(await control.RequestCancelAsync(running.Id, Token));
            Assert.Equal(AppendOutcome.CancelRequested, await Store.AppendAsync(Sample.Append(running, 2, move: new JobMove(JobStatus.Failed)), Token));
            Assert.Equal(2, (await Store.ReadAsync(job)).Log.Single().EventCount);
            Assert.Equal(DeleteJobOutcome.Deleted, await control.DeleteAsync(job.Id, Token));
        }));
        await stop.CancelAsync();
        Assert.True(await killer > 5);

        Assert.Equal(64 * 6, await database.Storage.Queries.CountAsync(new JobFilter { Name = "outside" }, Token));
    }

    private async Task<(NewJob Job, List<string> Written)> RunJobAsync(int number, int entries)
    {
        var job = await Store.InsertClaimedAsync(_runner);
        var written = new List<string>();
        for (int i = 0; i < entries; i++)
        {
            byte[] entry = Sample.Json($"{number}/{i}");
            var move = i == entries - 1 ? new JobMove(JobStatus.Succeeded) : null;
            await Store.AppendOutputAsync(new JobOutput(job.Id, JobOutputKind.Log, job.CreatedAt, entry), Token);
            Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(new JobAppend(job.Id, 1, 2 + i, 1, entry, move), Token));
            written.Add(Encoding.UTF8.GetString(entry));
        }

        return (job, written);
    }

    // Cuts whichever of the store's connections is in the middle of something, as fast as it can.
    private async Task<int> KillBackendsAsync(CancellationToken cancellationToken)
    {
        int killed = 0;
        await using var connection = await database.Direct.OpenConnectionAsync(CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested && killed < 60)
        {
            await using var command = new NpgsqlCommand(
                """
                select count(pg_terminate_backend(pid)) from (
                    select pid from pg_stat_activity
                    where datname = current_database() and application_name like 'taskchain%' and state <> 'idle' and pid <> pg_backend_pid()
                    order by random() limit 1) as one
                """,
                connection);
            killed += (int)(long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
        }

        return killed;
    }

    private async Task UntilAsync(string condition)
    {
        while (await database.ExecuteAsync(condition) is not true) Token.ThrowIfCancellationRequested();
    }

#pragma warning disable CA2100 // Statements are literals of the tests.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, Guid job)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = job });
        await command.ExecuteNonQueryAsync(Token);
    }
#pragma warning restore CA2100
}
