using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;
using TaskChain.Testing.Postgres;

namespace TaskChain.Storage.Tests.Postgres;

/// <summary>A server of its own, because it is restarted under load.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    public enum Outage
    {
        Restart,
        KilledBackend,
    }

    private TestPostgres _server = null!;
    private string _connectionString = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestPostgres.StartAsync(CancellationToken.None);
        _connectionString = await _server.CreateDatabaseAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Outage.Restart)]
    [InlineData(Outage.KilledBackend)]
    public async Task Writes_WhileTheServerIsAway_GoOnAfterwards(Outage outage)
    {
        await using var storage = await OpenAsync(TimeSpan.FromSeconds(60));
        var runner = Sample.NewRunner();
        await using var session = await storage.Runners.JoinAsync(runner, "host", 1, TimeSpan.FromMinutes(5), Token);
        var underWay = new TaskCompletionSource();

        var jobs = Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            var job = await storage.Jobs.InsertClaimedAsync(runner);
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(AppendOutcome.Appended, await storage.Jobs.AppendAsync(Sample.Append(job, 2 + i, $"{i}"), Token));
                if (i == 10) underWay.TrySetResult();
            }

            return job;
        }));
        await underWay.Task.WaitAsync(Token);
        if (outage == Outage.Restart) await _server.RestartAsync(Token);
        else await KillBackendAsync();

        foreach (var job in await jobs) Assert.Equal(101, (await storage.Jobs.ReadAsync(job)).Log.Count);
        Assert.True(await session.RenewAsync(Token));
        Assert.Empty(await storage.Jobs.ClaimAsync(Sample.NewRunner(), 100, Token));
        await storage.PingAsync(Token);
    }

    [Fact]
    public async Task Calls_WhileTheServerIsAwayForTooLong_FailAsTransient()
    {
        await using var storage = await OpenAsync(TimeSpan.FromMilliseconds(100));
        var job = await storage.Jobs.InsertClaimedAsync(Sample.NewRunner());
        await _server.DisposeAsync();

        var append = await Assert.ThrowsAsync<StorageException>(() => storage.Jobs.AppendAsync(Sample.Append(job, 2), Token).AsTask());
        var read = await Assert.ThrowsAsync<StorageException>(() => storage.Jobs.FindAsync(job.Id, Token));
        var ping = await Assert.ThrowsAsync<StorageException>(() => storage.PingAsync(Token));

        Assert.All([append, read, ping], refused => Assert.Equal((StorageErrorCodes.Unavailable, true), (refused.Code, refused.IsTransient)));
    }

    // After the sudden death of one of its processes the server throws all sessions out and recovers from the log.
    private async Task KillBackendAsync()
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand("select pid from pg_stat_activity where application_name = 'taskchain append' limit 1");
        using var backend = Process.GetProcessById((int)(await command.ExecuteScalarAsync(Token))!);
        backend.Kill();
        await backend.WaitForExitAsync(Token);
    }

    private async Task<PostgresStorage> OpenAsync(TimeSpan retryFor)
    {
        var storage = await PostgresStorage.OpenAsync(
            new StorageOptions { ConnectionString = _connectionString, RetryFor = retryFor }, NullLoggerFactory.Instance, TimeProvider.System, Token);
        await storage.Workflows.InsertAsync(Sample.Workflow, Token);
        return storage;
    }
}
