using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Storage.Embedded;
using TaskChain.Storage.Tests.Support;
using TaskChain.Testing;

namespace TaskChain.Storage.Tests.Embedded;

public sealed class EmbeddedServerTests(ClusterTemplate template) : IClassFixture<ClusterTemplate>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FreshFolder_ListensOnItsSocketOnlyAndAsksForThePassword()
    {
        await using var server = await StartAsync();

        Assert.Equal("", await ScalarAsync(server, "show listen_addresses"));
        Assert.Equal("on/on/on", await ScalarAsync(server, "select current_setting('fsync') || '/' || current_setting('synchronous_commit') || '/' || current_setting('data_checksums')"));
        Assert.Equal("UTF8/C", await ScalarAsync(server, "select pg_encoding_to_char(encoding) || '/' || datcollate from pg_database where datname = current_database()"));
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guessed", Pooling = false };
        await using var intruder = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => intruder.OpenAsync(Token));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "postgres.password")));
    }

    [Fact]
    public async Task Start_FolderOfARunningService_IsRefusedNamingFolderAndProcess()
    {
        await template.CopyToAsync(_folder.Path);
        await using var server = await StartAsync();

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageErrorCodes.FolderInUse, refused.Code);
        Assert.Contains($"'{_folder.Path}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ThenStart_FindsTheDataAndLeavesNoProcess()
    {
        await template.CopyToAsync(_folder.Path);
        await using (var server = await StartAsync())
        {
            await ScalarAsync(server, "create table kept as select 42 as answer; select 1");
        }

        Assert.Empty(PostmasterFile.ProcessesIn(Cluster));
        await using var again = await StartAsync();
        Assert.Equal(42, await ScalarAsync(again, "select answer from kept"));
    }

    [Fact]
    public async Task Start_ServerLeftRunningByAKilledService_IsTakenOver()
    {
        await template.CopyToAsync(_folder.Path);

        int orphan = await LaunchOrphanAsync();

        await using (var server = await StartAsync())
        {
            Assert.Equal(orphan, server.ProcessId);
            Assert.Equal(1, await ScalarAsync(server, "select 1"));
        }

        Assert.Empty(PostmasterFile.ProcessesIn(Cluster));
    }

    [Fact]
    public async Task Start_AfterTheServerWasKilled_RecoversWhatWasCommitted()
    {
        await template.CopyToAsync(_folder.Path);
        var server = await StartAsync();
        await ScalarAsync(server, "create table kept as select 42 as answer; select 1");
        Kill(server.ProcessId);
        await server.DisposeAsync();

        await using var again = await StartAsync();

        Assert.Equal(42, await ScalarAsync(again, "select answer from kept"));
    }

    [Fact]
    public async Task Watch_ServerKilledWhileTheServiceRuns_IsStartedAgainInTheSamePlace()
    {
        await template.CopyToAsync(_folder.Path);
        await using var server = await StartAsync();
        await ScalarAsync(server, "create table kept as select 42 as answer; select 1");
        (string place, int first) = (server.ConnectionString, server.ProcessId);

        Kill(first);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (server.ProcessId == first) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);

        Assert.Equal(place, server.ConnectionString);
        Assert.Equal(42, await ScalarAsync(server, "select answer from kept"));
    }

    [Fact]
    public async Task Start_PidFileOfAnUnrelatedProcess_IsIgnored()
    {
        await template.CopyToAsync(_folder.Path);

        // As after a reboot: the number in the file belongs to somebody else now.
        await File.WriteAllTextAsync(
            Path.Combine(Cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{Cluster}\n1700000000\n5432\n{_folder.Path}/postgres/socket\n\n  1 2\nready   \n", Token);

        await using var server = await StartAsync();
        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
        Assert.Equal(1, await ScalarAsync(server, "select 1"));
    }

    [Fact]
    public async Task Start_InterruptedInitialization_BeginsAnew()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres", "cluster.new", "base"));

        await using var server = await StartAsync();

        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "postgres", "cluster.new")));
    }

    [Fact]
    public async Task Start_PathTooLongForASocket_PutsTheSocketElsewhere()
    {
        string deep = Path.Combine(_folder.Path, new string('d', 100));
        Directory.CreateDirectory(deep);
        await template.CopyToAsync(deep);

        await using var server = await StartAsync(new StorageOptions { DataFolder = deep });

        string socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
        Assert.StartsWith("/tmp/taskchain-", socket, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socket));
        await server.DisposeAsync();
        Assert.False(Directory.Exists(socket));
    }

    [Fact]
    public async Task Start_FolderThatTheServersUserCannotReach_KeepsTheClusterElsewhere()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has folders that the server's user cannot reach.");
        string closed = Path.Combine(_folder.Path, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new StorageOptions { DataFolder = Path.Combine(closed, "data") };
        await using (var server = await StartAsync(options)) await ScalarAsync(server, "create table kept as select 42 as answer; select 1");
        string elsewhere = await File.ReadAllTextAsync(Path.Combine(closed, "data", "postgres.location"), Token);

        try
        {
            await using var again = await StartAsync(options);
            Assert.Equal(42, await ScalarAsync(again, "select answer from kept"));
            Assert.StartsWith("/var/lib/taskchain/", elsewhere, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public async Task Start_FolderClosedToOthers_LetsTheServersUserPass()
    {
        string closed = Path.Combine(_folder.Path, "closed");
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(closed);
        await template.CopyToAsync(closed);
        File.SetUnixFileMode(closed, OwnerOnly);

        await using var server = await StartAsync(new StorageOptions { DataFolder = closed });

        Assert.False(File.Exists(Path.Combine(closed, "postgres.location")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(closed) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task Start_ClusterOfAnotherVersion_NamesWhatToInstall()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "9\n", Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageErrorCodes.ServerMissing, refused.Code);
        Assert.Contains("apt-get install postgresql-9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoServerPrograms_NamesWhatToInstall()
    {
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => StartAsync(new StorageOptions { DataFolder = _folder.Path, PostgresBinaries = "/nowhere" }));

        Assert.Equal(StorageErrorCodes.ServerMissing, refused.Code);
        Assert.Contains("apt-get install postgresql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderThatCannotBeMade_SaysSo()
    {
        string file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync(new StorageOptions { DataFolder = Path.Combine(file, "data") }));

        Assert.Equal(StorageErrorCodes.FolderUnusable, refused.Code);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BrokenConfiguration_ShowsTheServersLog()
    {
        await template.CopyToAsync(_folder.Path);

        await File.WriteAllTextAsync(Path.Combine(Cluster, "postgresql.auto.conf"), "shared_buffers = 'much'\n", Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageErrorCodes.ServerFailed, refused.Code);
        Assert.Contains("shared_buffers", refused.Message, StringComparison.Ordinal);
    }

    private string Cluster => Path.Combine(_folder.Path, "postgres", "cluster");

    private Task<EmbeddedServer> StartAsync(StorageOptions? options = null) =>
        EmbeddedServer.StartAsync(options ?? new StorageOptions { DataFolder = _folder.Path }, NullLoggerFactory.Instance, TimeProvider.System, Token);

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private async Task<int> LaunchOrphanAsync()
    {
        var binaries = await ServerBinaries.FindAsync(null, null, Token);
        var started = await ServerProgram.RunAsync(
            binaries.PgCtl, ["start", "-D", Cluster, "-l", Path.Combine(_folder.Path, "postgres", "server.log"), "-w"], ServerUser.Choose(null), Token);
        Assert.Equal(0, started.ExitCode);
        return PostmasterFile.Read(Cluster)!.ProcessId;
    }

#pragma warning disable CA2100 // Statements are literals of the tests.
    private static async Task<object?> ScalarAsync(EmbeddedServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
#pragma warning restore CA2100
}
