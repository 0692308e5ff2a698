using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;

namespace TaskChain.Storage.Embedded;

/// <summary>Starts, takes over and stops the server of one cluster.</summary>
internal sealed partial class Postmaster(ClusterFolder folder, ServerBinaries binaries, StorageOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ForkTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Gently = ["fast", "immediate"];

    private string _socketFolder = "";

    public required string Password { get; init; }

    public int ProcessId { get; private set; }

    public bool IsRunning => PostmasterFile.Read(folder.Cluster) is { } file && file.IsServerOf(folder.Cluster);

    /// <summary>Takes over the server that a killed service has left running, or starts one. Returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await AdoptAsync(cancellationToken)) return;
        // The place stays the same for as long as the service runs: its connection string names it.
        if (_socketFolder.Length == 0) _socketFolder = folder.ChooseSocketFolder();
        folder.CreateOwned(_socketFolder);
        try
        {
            await LaunchAsync(cancellationToken);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Stops the server, whoever started it.</summary>
    /// <param name="modes">pg_ctl's modes, tried one after the other.</param>
    public async Task StopAsync(params string[] modes)
    {
        await EndAsync(modes.Length == 0 ? Gently : modes);
        folder.DeleteSocketFolder(_socketFolder);
    }

    public string ConnectionStringFor(string database, bool pooling) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder,
        Username = ClusterInitializer.Role,
        Password = Password,
        Database = database,
        Pooling = pooling,
        Timeout = 5,
    }.ConnectionString;

    private async Task<bool> AdoptAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(folder.Cluster) is not { } found) return false;
        if (!found.IsServerOf(folder.Cluster))
        {
            await ClearStaleAsync(found, cancellationToken);
            return false;
        }

        _socketFolder = found.SocketFolder;
        if (Directory.Exists(_socketFolder) && await AnswersAsync(Patience, () => found.IsServerOf(folder.Cluster), cancellationToken))
        {
            ProcessId = found.ProcessId;
            LogAdopted(logger, found.ProcessId, folder.Cluster);
            return true;
        }

        await EndAsync(Gently);
        _socketFolder = "";
        return false;
    }

    // PostgreSQL looks only whether a process of that id exists. After a reboot or in a container that may be anybody's, and it would refuse to
    // start. Its other test, for processes that outlive a dead server, is made here before the file is taken away.
    private async Task ClearStaleAsync(PostmasterFile stale, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (PostmasterFile.ProcessesIn(folder.Cluster) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new StorageException(
                    StorageErrorCodes.ServerFailed,
                    $"The database server of '{folder.Cluster}' is gone, but processes of it still run: {string.Join(", ", left)}. End them first.",
                    isTransient: true);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        if (Posix.IsAlive(stale.ProcessId)) File.Delete(PostmasterFile.PathIn(folder.Cluster));
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        // Lanes, claims, lists, reads, sessions of a few runners, and some for an operator's own look.
        int connections = (options.WriteLanes * 3) + options.MaxConnections + 28;
        folder.WriteOwned(Path.Combine(folder.Cluster, "postgresql.conf"), ServerSettings.Write(_socketFolder, connections));
        folder.WriteOwned(Path.Combine(folder.Cluster, "pg_hba.conf"), ServerSettings.HostBasedAuthentication);
        folder.RotateLog();
        // pg_ctl starts the server in a session of its own, so that Ctrl-C in a terminal reaches the service only.
        var started = await ServerProgram.RunAsync(
            binaries.PgCtl, ["start", "-D", folder.Cluster, "-l", folder.Log, "-W"], folder.User, cancellationToken);
        if (started.ExitCode != 0) throw folder.Failed("PostgreSQL's pg_ctl could not start the server", started.Output);
        if (!await AnswersAsync(options.StartTimeout, IsStarting, cancellationToken) || PostmasterFile.Read(folder.Cluster) is not { } running)
        {
            throw folder.Failed("The PostgreSQL server did not start", folder.LogTail());
        }

        ProcessId = running.ProcessId;
        LogStarted(logger, ProcessId, folder.Cluster);
    }

    // pg_ctl does not say whether the server that it forked has died. It has when nothing works in the cluster's folder any more.
    private bool IsStarting() =>
        PostmasterFile.Read(folder.Cluster) is { } file ? Posix.IsAlive(file.ProcessId) : PostmasterFile.ProcessesIn(folder.Cluster).Count > 0;

    /// <summary>Tries to connect until it works, the process has gone, or the time is up.</summary>
    private async Task<bool> AnswersAsync(TimeSpan timeout, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres", pooling: false));
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException exception) when (Transient.Is(exception))
            {
                var elapsed = time.GetElapsedTime(started);
                if (elapsed > timeout || (elapsed > ForkTime && !isAlive())) return false;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private async Task EndAsync(string[] modes)
    {
        if (PostmasterFile.Read(folder.Cluster) is not { } running || !running.IsServerOf(folder.Cluster)) return;
        foreach (string mode in modes)
        {
            var stopped = await ServerProgram.RunAsync(
                binaries.PgCtl, ["stop", "-D", folder.Cluster, "-m", mode, "-w", "-t", "60"], folder.User, CancellationToken.None);
            // It may also have ended between two looks of pg_ctl, which calls that a failure.
            if ((stopped.ExitCode == 0 || !running.IsServerOf(folder.Cluster)) && await IsGoneAsync(running)) return;
            LogNotStopped(logger, mode, stopped.Output);
        }

        throw folder.Failed("The PostgreSQL server did not stop", folder.LogTail());
    }

    // The server takes its file away a moment before its process ends.
    private async Task<bool> IsGoneAsync(PostmasterFile server)
    {
        long started = time.GetTimestamp();
        while (server.IsServerOf(folder.Cluster))
        {
            if (time.GetElapsedTime(started) > Patience) return false;
            await Task.Delay(Poll, time, CancellationToken.None);
        }

        return true;
    }

    [LoggerMessage(3031, LogLevel.Information, "Took over the running database server {ProcessId} of '{Folder}'.")]
    private static partial void LogAdopted(ILogger logger, int processId, string folder);

    [LoggerMessage(3032, LogLevel.Information, "Started the database server {ProcessId} in '{Folder}'.")]
    private static partial void LogStarted(ILogger logger, int processId, string folder);

    [LoggerMessage(3033, LogLevel.Warning, "The database server did not stop in mode '{Mode}': {Output}")]
    private static partial void LogNotStopped(ILogger logger, string mode, string output);
}
