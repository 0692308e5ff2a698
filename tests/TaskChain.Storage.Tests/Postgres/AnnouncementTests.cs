using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Jobs;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>What is announced is stored in the commit that moves the job, or not at all.</summary>
public sealed class AnnouncementTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly RunnerId _runner = Sample.NewRunner();
    private DatabaseSources _sources = null!;
    private PostgresJobStore _store = null!;
    private PostgresJobControl _control = null!;
    private bool _fails;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        await database.ExecuteAsync("create table if not exists announced (job uuid)");
        await database.ExecuteAsync("truncate announced");
        _sources = new DatabaseSources(database.ConnectionString, new StorageOptions(), NullLoggerFactory.Instance);
        var retrier = new Retrier(_sources, TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance);
        _store = new PostgresJobStore(_sources, new StorageOptions(), retrier, NullLogger.Instance, AnnounceAsync);
        _control = new PostgresJobControl(_sources, retrier, AnnounceAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _sources.DisposeAsync();
    }

    [Fact]
    public async Task Append_ThatAnnounces_StoresItWithTheMove()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _store.InsertClaimedAsync(_runner)));

        await Task.WhenAll(jobs.Select((job, i) => _store.AppendAsync(End(job, i % 7 == 3 ? 5 : 2) with { Announces = i % 2 == 0 }, Token).AsTask()));

        Assert.Equal(jobs.Where((_, i) => i % 2 == 0 && i % 7 != 3).Select(job => job.Id.Value).Order(), await AnnouncedAsync());
    }

    [Fact]
    public async Task Append_WhoseAnnouncementFails_IsNotThere()
    {
        var job = await _store.InsertClaimedAsync(_runner);
        _fails = true;

        await Assert.ThrowsAsync<StorageException>(() => _store.AppendAsync(End(job, 2) with { Announces = true }, Token).AsTask());
        Assert.Equal(JobStatus.Running, (await _store.ReadAsync(job)).Status);
        _fails = false;

        Assert.Equal(AppendOutcome.Appended, await _store.AppendAsync(End(job, 2) with { Announces = true }, Token));
        Assert.Equal([job.Id.Value], await AnnouncedAsync());
    }

    [Fact]
    public async Task Append_WithSuccessorThatAnnounces_StoresAllThree()
    {
        var job = await _store.InsertClaimedAsync(_runner);
        var append = Sample.Append(job, 2, move: new JobMove(JobStatus.Retried), successor: Sample.New()) with { Announces = true };

        Assert.Equal(AppendOutcome.Appended, await _store.AppendAsync(append, Token));
        Assert.Equal([job.Id.Value], await AnnouncedAsync());
    }

    [Fact]
    public async Task MoveIdle_ThatAnnounces_StoresItWithTheMove()
    {
        NewJob told = await _store.InsertQueuedAsync(), silent = await _store.InsertQueuedAsync();
        IdleMove Cancel(NewJob job) => new(job.Id, JobStatus.Queued, 0, 1, Sample.Json("c"), JobStatus.Canceled);

        Assert.True(await _control.MoveIdleAsync(Cancel(told) with { Announces = true }, Token));
        Assert.True(await _control.MoveIdleAsync(Cancel(told) with { Announces = true }, Token));
        Assert.True(await _control.MoveIdleAsync(Cancel(silent), Token));

        Assert.Equal([told.Id.Value], await AnnouncedAsync());
    }

    private static JobAppend End(NewJob job, int sequence) => Sample.Append(job, sequence, move: new JobMove(JobStatus.Succeeded));

    private async Task<IEnumerable<Guid>> AnnouncedAsync() =>
        (await database.ExecuteAsync("select array_agg(job order by job) from announced") as Guid[])?.Order() ?? Enumerable.Empty<Guid>();

    private async Task AnnounceAsync(NpgsqlConnection connection, Guid[] moved, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            _fails ? "insert into announced select 1 / 0" : "insert into announced select unnest($1)", connection);
        if (!_fails) command.Parameters.Add(new NpgsqlParameter { Value = moved });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
