using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Embedded;

/// <summary>
/// A private cluster in a data folder of this service's own, without TCP, reached through a socket in a folder that nobody else can enter. It is
/// watched while the service runs and stopped with it.
/// </summary>
internal sealed partial class EmbeddedServer : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RelaunchPause = TimeSpan.FromSeconds(10);

    private readonly FolderLock _lock;
    private readonly Postmaster _postmaster;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _stopped;

    private EmbeddedServer(FolderLock folderLock, Postmaster postmaster, TimeProvider time, ILogger logger) =>
        (_lock, _postmaster, _time, _logger) = (folderLock, postmaster, time, logger);

    /// <summary>How to reach TaskChain's database.</summary>
    public string ConnectionString => _postmaster.ConnectionStringFor(ClusterInitializer.Role, pooling: true);

    /// <summary>The server's main process.</summary>
    public int ProcessId => _postmaster.ProcessId;

    /// <exception cref="StorageException">The folder cannot be used, the server is missing or does not start.</exception>
    public static async Task<EmbeddedServer> StartAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        string dataFolder = ClusterFolder.PrepareDataFolder(options.DataFolder);
        var folderLock = FolderLock.Acquire(dataFolder);
        try
        {
            var logger = loggers.CreateLogger<EmbeddedServer>();
            var postmaster = await PrepareAsync(dataFolder, options, time, logger, cancellationToken);
            var server = new EmbeddedServer(folderLock, postmaster, time, logger);
            await server.RunAsync(cancellationToken);
            return server;
        }
        catch (Exception exception)
        {
            folderLock.Dispose();
            switch (exception)
            {
                case IOException or UnauthorizedAccessException:
                    throw new StorageException(
                        StorageErrorCodes.FolderUnusable, $"The data folder '{dataFolder}' cannot be used: {exception.Message}",
                        isTransient: false, exception);
                case NpgsqlException:
                    throw new StorageException(
                        StorageErrorCodes.ServerFailed, $"The database server of '{dataFolder}' runs but refuses the service: {exception.Message}.",
                        isTransient: false, exception);
                default:
                    throw;
            }
        }
    }

    /// <summary>Stops the server: its clients are thrown out, what they committed is on disk.</summary>
    public ValueTask DisposeAsync() => StopAsync();

    /// <summary>Stops the server in one of pg_ctl's modes. What throws its data away afterwards need not wait for a checkpoint.</summary>
    internal async ValueTask StopAsync(params string[] modes)
    {
        if (_stopped) return;
        _stopped = true;
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        try
        {
            await _postmaster.StopAsync(modes);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static async Task<Postmaster> PrepareAsync(
        string dataFolder, StorageOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var user = ServerUser.Choose(options.PostgresUser);
        var folder = await ClusterFolder.LocateAsync(dataFolder, user, cancellationToken);
        var binaries = await ServerBinaries.FindAsync(options.PostgresBinaries, folder.Major, cancellationToken);
        bool isNew = folder.Major is null;
        string password = isNew
            ? await ClusterInitializer.InitializeAsync(folder, binaries, cancellationToken)
            : ClusterInitializer.ReadPassword(folder);
        if (isNew) LogInitialized(logger, folder.Cluster, binaries.Major);
        return new Postmaster(folder, binaries, options, time, logger) { Password = password };
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await _postmaster.StartAsync(cancellationToken);
        try
        {
            await CreateDatabaseAsync(cancellationToken);
            _watching = WatchAsync(_stop.Token);
        }
        catch
        {
            await _postmaster.StopAsync();
            throw;
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_postmaster.ConnectionStringFor("postgres", pooling: false));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(SqlText.Get("database_exists"), connection).With(Db.Text(ClusterInitializer.Role));
        if (await exists.ExecuteScalarAsync(cancellationToken) is true) return;
        await using var create = new NpgsqlCommand(SqlText.Get("database_create"), connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    // PostgreSQL mends whatever befalls its other processes, but not its main one: the out-of-memory killer may take that, or an operator.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(WatchInterval, _time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (!_postmaster.IsRunning) await RelaunchAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task RelaunchAsync(CancellationToken cancellationToken)
    {
        LogGone(_logger, ProcessId);
        try
        {
            await _postmaster.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StorageException or IOException or UnauthorizedAccessException or NpgsqlException)
        {
            // Tried again later: a full disk may have been emptied by then. Until it works, every call says that the store is away.
            LogNotRestarted(_logger, exception);
            await Task.Delay(RelaunchPause, _time, cancellationToken);
        }
    }

    [LoggerMessage(3030, LogLevel.Information, "Made a database cluster in '{Folder}' with PostgreSQL {Major}.")]
    private static partial void LogInitialized(ILogger logger, string folder, int major);

    [LoggerMessage(3034, LogLevel.Error, "The database server {ProcessId} is gone; it is started again.")]
    private static partial void LogGone(ILogger logger, int processId);

    [LoggerMessage(3035, LogLevel.Critical, "The database server could not be started again.")]
    private static partial void LogNotRestarted(ILogger logger, Exception exception);
}
