using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;

namespace TaskChain.Storage.Embedded;

/// <summary>A private cluster in a data folder of this service's own, without TCP, reached through a socket in a folder that nobody else can enter.</summary>
internal sealed partial class EmbeddedServer : IAsyncDisposable
{
    private const string Role = "taskchain";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AdoptTimeout = TimeSpan.FromSeconds(20);

    private readonly FolderLock _lock;
    private readonly ClusterFolder _folder;
    private readonly ServerUser? _user;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ServerBinaries _binaries = null!; // Set by RunAsync before anything uses it.
    private string _password = "";
    private string _socketFolder = "";
    private bool _stopped;

    private EmbeddedServer(FolderLock folderLock, ClusterFolder folder, ServerUser? user, StorageOptions options, TimeProvider time, ILogger logger) =>
        (_lock, _folder, _user, _options, _time, _logger) = (folderLock, folder, user, options, time, logger);

    /// <summary>How to reach TaskChain's database.</summary>
    public string ConnectionString => ConnectionStringFor(Role);

    /// <summary>The server's main process.</summary>
    public int ProcessId { get; private set; }

    /// <exception cref="StorageException">The folder cannot be used, the server is missing or does not start.</exception>
    public static async Task<EmbeddedServer> StartAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        string dataFolder = ClusterFolder.PrepareDataFolder(options.DataFolder);
        var folderLock = FolderLock.Acquire(dataFolder);
        try
        {
            var user = ServerUser.Choose(options.PostgresUser);
            var folder = await ClusterFolder.LocateAsync(dataFolder, user, cancellationToken);
            var server = new EmbeddedServer(folderLock, folder, user, options, time, loggers.CreateLogger<EmbeddedServer>());
            await server.RunAsync(cancellationToken);
            return server;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            folderLock.Dispose();
            throw new StorageException(
                StorageErrorCodes.FolderUnusable, $"The data folder '{dataFolder}' cannot be used: {exception.Message}", isTransient: false, exception);
        }
        catch (NpgsqlException exception)
        {
            folderLock.Dispose();
            throw new StorageException(
                StorageErrorCodes.ServerFailed, $"The database server of '{dataFolder}' runs but refuses the service: {exception.Message}.",
                isTransient: false, exception);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server: its clients are thrown out, what they committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped) return;
        _stopped = true;
        try
        {
            await StopAsync();
            if (_socketFolder != Path.Combine(_folder.Home, "socket") && Directory.Exists(_socketFolder)) Directory.Delete(_socketFolder, recursive: true);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        _binaries = await ServerBinaries.FindAsync(_options.PostgresBinaries, _folder.Major, cancellationToken);
        if (_folder.Major is null) await InitializeAsync(cancellationToken);
        else ReadPassword();
        if (!await AdoptAsync(cancellationToken)) await LaunchAsync(cancellationToken);
        try
        {
            await CreateDatabaseAsync(cancellationToken);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    // The cluster gets its name only when it is whole: an interrupted attempt leaves nothing that looks like one.
    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder.HalfMade)) Directory.Delete(_folder.HalfMade, recursive: true);
        _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        ClusterFolder.WritePrivate(_folder.PasswordFile, _password);
        string passwordForInitdb = Path.Combine(_folder.Home, "initdb.password");
        _folder.WriteOwned(passwordForInitdb, _password);
        try
        {
            var made = await ServerProgram.RunAsync(
                _binaries.Initdb,
                [
                    "-D", _folder.HalfMade, "--username", Role, "--pwfile", passwordForInitdb, "--auth", "scram-sha-256", "--encoding", "UTF8",
                    "--locale", "C", "--data-checksums",
                ],
                _user,
                cancellationToken);
            if (made.ExitCode != 0) throw Failed("PostgreSQL's initdb failed", made.Output);
            Directory.Move(_folder.HalfMade, _folder.Cluster);
            LogInitialized(_logger, _folder.Cluster, _binaries.Major);
        }
        finally
        {
            File.Delete(passwordForInitdb);
        }
    }

    private void ReadPassword()
    {
        if (!File.Exists(_folder.PasswordFile))
        {
            throw new StorageException(
                StorageErrorCodes.FolderUnusable,
                $"The database in '{_folder.Cluster}' exists, but its password file '{_folder.PasswordFile}' does not. Restore the file.", isTransient: false);
        }

        _password = File.ReadAllText(_folder.PasswordFile).Trim();
    }

    /// <summary>A service that was killed leaves its server running: it is taken over when it answers, else stopped.</summary>
    private async Task<bool> AdoptAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(_folder.Cluster) is not { } found) return false;
        if (!found.IsServerOf(_folder.Cluster))
        {
            await ClearStaleAsync(found, cancellationToken);
            return false;
        }

        _socketFolder = found.SocketFolder;
        if (_socketFolder.Length > 0 && await AnswersAsync(AdoptTimeout, () => found.IsServerOf(_folder.Cluster), cancellationToken))
        {
            ProcessId = found.ProcessId;
            LogAdopted(_logger, found.ProcessId, _folder.Cluster);
            return true;
        }

        await StopAsync();
        return false;
    }

    // PostgreSQL looks only whether a process of that id exists. After a reboot or in a container that may be anybody's, and it would refuse to start.
    // Its other test, for processes that outlive a dead server, is made here before the file is taken away.
    private async Task ClearStaleAsync(PostmasterFile stale, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        while (PostmasterFile.ProcessesIn(_folder.Cluster) is { Count: > 0 } left)
        {
            if (_time.GetElapsedTime(started) > AdoptTimeout)
            {
                throw new StorageException(
                    StorageErrorCodes.ServerFailed,
                    $"The database server of '{_folder.Cluster}' is gone, but processes of it still run: {string.Join(", ", left)}. End them first.",
                    isTransient: true);
            }

            await Task.Delay(Poll, _time, cancellationToken);
        }

        if (Posix.IsAlive(stale.ProcessId)) File.Delete(PostmasterFile.PathIn(_folder.Cluster));
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        _socketFolder = _folder.CreateSocketFolder();
        // Lanes, claims, reads, sessions of a few runners, and some for an operator's own look.
        int connections = (_options.WriteLanes * 3) + _options.MaxConnections + 24;
        _folder.WriteOwned(Path.Combine(_folder.Cluster, "postgresql.conf"), ServerSettings.Write(_socketFolder, connections));
        _folder.WriteOwned(Path.Combine(_folder.Cluster, "pg_hba.conf"), ServerSettings.HostBasedAuthentication);
        RotateLog();
        // pg_ctl starts the server in a session of its own, so that Ctrl-C in a terminal reaches the service only.
        var started = await ServerProgram.RunAsync(
            _binaries.PgCtl, ["start", "-D", _folder.Cluster, "-l", _folder.Log, "-W"], _user, cancellationToken);
        if (started.ExitCode != 0) throw Failed("PostgreSQL's pg_ctl could not start the server", started.Output);
        try
        {
            if (!await AnswersAsync(_options.StartTimeout, IsStarting, cancellationToken)) throw Failed("The PostgreSQL server did not start", LogTail());
        }
        catch (OperationCanceledException)
        {
            await StopAsync();
            throw;
        }

        ProcessId = PostmasterFile.Read(_folder.Cluster)?.ProcessId ?? throw Failed("The PostgreSQL server ended right after its start", LogTail());
        LogStarted(_logger, ProcessId, _folder.Cluster);
    }

    // pg_ctl does not say whether the server it forked has died. It has when nothing works in the cluster's folder any more.
    private bool IsStarting() => PostmasterFile.Read(_folder.Cluster) is { } file ? Posix.IsAlive(file.ProcessId) : PostmasterFile.ProcessesIn(_folder.Cluster).Count > 0;

    /// <summary>Tries to connect until it works, the process has gone, or the time is up.</summary>
    private async Task<bool> AnswersAsync(TimeSpan timeout, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        var grace = TimeSpan.FromSeconds(2);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres"));
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException exception) when (Transient.Is(exception))
            {
                var elapsed = _time.GetElapsedTime(started);
                if (elapsed > timeout || (elapsed > grace && !isAlive())) return false;
            }

            await Task.Delay(Poll, _time, cancellationToken);
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(Sql.SqlText.Get("database_exists"), connection).With(Db.Text(Role));
        if (await exists.ExecuteScalarAsync(cancellationToken) is true) return;
        await using var create = new NpgsqlCommand(Sql.SqlText.Get("database_create"), connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task StopAsync()
    {
        if (PostmasterFile.Read(_folder.Cluster) is not { } running || !running.IsServerOf(_folder.Cluster)) return;
        foreach (string mode in new[] { "fast", "immediate" })
        {
            var stopped = await ServerProgram.RunAsync(
                _binaries.PgCtl, ["stop", "-D", _folder.Cluster, "-m", mode, "-w", "-t", "30"], _user, CancellationToken.None);
            if (stopped.ExitCode == 0 && await IsGoneAsync(running)) return;
            LogNotStopped(_logger, mode, stopped.Output);
        }

        throw Failed("The PostgreSQL server did not stop", LogTail());
    }

    // The server takes its file away a moment before its process ends.
    private async Task<bool> IsGoneAsync(PostmasterFile server)
    {
        long started = _time.GetTimestamp();
        while (server.IsServerOf(_folder.Cluster))
        {
            if (_time.GetElapsedTime(started) > AdoptTimeout) return false;
            await Task.Delay(Poll, _time, CancellationToken.None);
        }

        return true;
    }

    private void RotateLog()
    {
        const long Largest = 10 * 1024 * 1024;
        if (File.Exists(_folder.Log) && new FileInfo(_folder.Log).Length > Largest) File.Move(_folder.Log, _folder.Log + ".1", overwrite: true);
    }

    private string LogTail() => File.Exists(_folder.Log) ? string.Join('\n', File.ReadLines(_folder.Log).TakeLast(8)) : "";

    private StorageException Failed(string what, string output)
    {
        string advice = output.Contains("No space left on device", StringComparison.Ordinal) ? " The disk is full: free space on it." : "";
        return new StorageException(
            StorageErrorCodes.ServerFailed, $"{what} in '{_folder.Home}'.{advice} It said: {(output.Length == 0 ? "nothing" : output)}", isTransient: false);
    }

    private string ConnectionStringFor(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder, Username = Role, Password = _password, Database = database, Pooling = database == Role, Timeout = 5,
    }.ConnectionString;

    [LoggerMessage(3030, LogLevel.Information, "Made a database cluster in '{Folder}' with PostgreSQL {Major}.")]
    private static partial void LogInitialized(ILogger logger, string folder, int major);

    [LoggerMessage(3031, LogLevel.Information, "Took over the running database server {ProcessId} of '{Folder}'.")]
    private static partial void LogAdopted(ILogger logger, int processId, string folder);

    [LoggerMessage(3032, LogLevel.Information, "Started the database server {ProcessId} in '{Folder}'.")]
    private static partial void LogStarted(ILogger logger, int processId, string folder);

    [LoggerMessage(3033, LogLevel.Warning, "The database server did not stop in mode '{Mode}': {Output}")]
    private static partial void LogNotStopped(ILogger logger, string mode, string output);
}
