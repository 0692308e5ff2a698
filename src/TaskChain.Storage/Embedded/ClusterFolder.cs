using System.Globalization;
using System.Security.Cryptography;

namespace TaskChain.Storage.Embedded;

/// <summary>Where a data folder's private cluster is, and who may enter.</summary>
internal sealed class ClusterFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // sockaddr_un has room for 107 bytes; the socket's own name takes 15 of them.
    private const int LongestSocketFolder = 90;
    private const long LargestLog = 10 * 1024 * 1024;

    private readonly string _dataFolder;

    private ClusterFolder(string dataFolder, string home, ServerUser? user) => (_dataFolder, Home, User) = (dataFolder, home, user);

    /// <summary>The user that the server runs as; null: the service's own.</summary>
    public ServerUser? User { get; }

    /// <summary>Owned by the server's user; holds the cluster, its log and, when the path is short enough, its socket.</summary>
    public string Home { get; }

    public string Cluster => Path.Combine(Home, "cluster");

    public string HalfMade => Path.Combine(Home, "cluster.new");

    public string Log => Path.Combine(Home, "server.log");

    private string NearSocket => Path.Combine(Home, "socket");

    public string PasswordFile => Path.Combine(_dataFolder, "postgres.password");

    /// <summary>Major version of the cluster, null when there is none yet.</summary>
    public int? Major
    {
        get
        {
            string file = Path.Combine(Cluster, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim().Split('.')[0], CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Makes the data folder usable for the service and passable for the server's user.</summary>
    public static string PrepareDataFolder(string dataFolder)
    {
        string full = Path.GetFullPath(dataFolder);
        try
        {
            Directory.CreateDirectory(full, Passable);
            return full;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageErrorCodes.FolderUnusable, $"The data folder '{full}' cannot be made: {exception.Message}", isTransient: false, exception);
        }
    }

    public static async Task<ClusterFolder> LocateAsync(string dataFolder, ServerUser? user, CancellationToken cancellationToken)
    {
        string home = Path.Combine(dataFolder, "postgres");
        string elsewhere = Path.Combine(dataFolder, "postgres.location");
        if (File.Exists(elsewhere))
        {
            home = (await File.ReadAllTextAsync(elsewhere, cancellationToken)).Trim();
        }
        else if (user is not null
            && !await IsReachableAsync(dataFolder, user, cancellationToken) && !await LetPassAsync(dataFolder, user, cancellationToken))
        {
            // Typically a checkout under /root. A new name for each data folder, so that a fresh folder is a fresh database.
            home = Path.Combine("/var/lib/taskchain", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
            await File.WriteAllTextAsync(elsewhere, home, cancellationToken);
        }

        var folder = new ClusterFolder(dataFolder, home, user);
        if (Path.GetDirectoryName(home) is { } parent && parent != dataFolder) Directory.CreateDirectory(parent, Passable);
        folder.CreateOwned(home);
        return folder;
    }

    /// <summary>Makes a folder that only the server's user can enter.</summary>
    public void CreateOwned(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
        if (User is not null) Posix.ChangeOwner(path, User);
    }

    /// <summary>Writes a file that only the server's user can read.</summary>
    public void WriteOwned(string path, string text)
    {
        WritePrivate(path, text);
        if (User is not null) Posix.ChangeOwner(path, User);
    }

    /// <summary>Writes a file that only the service can read.</summary>
    public static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    /// <summary>Where the socket will be: beside the cluster, or in a fresh place under /tmp when that path is too long or odd for a setting.</summary>
    public string ChooseSocketFolder() =>
        NearSocket.Length <= LongestSocketFolder && NearSocket.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? NearSocket
            : Path.Combine("/tmp", "taskchain-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    /// <summary>Takes away a folder that stands outside of the cluster's home.</summary>
    public void DeleteSocketFolder(string folder)
    {
        if (folder.Length > 0 && folder != NearSocket && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Puts a log that has grown large aside; the one before it goes.</summary>
    public void RotateLog()
    {
        if (File.Exists(Log) && new FileInfo(Log).Length > LargestLog) File.Move(Log, Log + ".1", overwrite: true);
    }

    /// <summary>The last lines that the server has logged.</summary>
    public string LogTail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(8)) : "";

    /// <summary>What to say when one of PostgreSQL's programs failed here.</summary>
    public StorageException Failed(string what, string output)
    {
        string advice = output.Contains("No space left on device", StringComparison.Ordinal) ? " The disk is full: free space on it." : "";
        return new StorageException(
            StorageErrorCodes.ServerFailed, $"{what} in '{Home}'.{advice} It said: {(output.Length == 0 ? "nothing" : output)}", isTransient: false);
    }

    // A data folder that is closed to all others is opened to the server's user alone, to pass through. Folders above it are not ours to open.
    private static async Task<bool> LetPassAsync(string dataFolder, ServerUser user, CancellationToken cancellationToken)
    {
        if (File.GetUnixFileMode(dataFolder) != OwnerOnly) return false;
        Posix.ChangeGroup(dataFolder, user);
        File.SetUnixFileMode(dataFolder, OwnerOnly | UnixFileMode.GroupExecute);
        return await IsReachableAsync(dataFolder, user, cancellationToken);
    }

    private static async Task<bool> IsReachableAsync(string folder, ServerUser user, CancellationToken cancellationToken) =>
        (await ServerProgram.RunAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], user, cancellationToken)).ExitCode == 0;
}
