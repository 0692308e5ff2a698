using System.Globalization;

namespace TaskChain.Storage.Embedded;

/// <summary>PostgreSQL's server programs on this machine.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Major">Major version.</param>
internal sealed record ServerBinaries(string Folder, int Major)
{
    private const int OldestMajor = 14;
    private const string DebianFolder = "/usr/lib/postgresql";

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Finds the newest, or those of the version that a cluster was made with.</summary>
    /// <exception cref="StorageException">There are none that fit.</exception>
    public static async Task<ServerBinaries> FindAsync(string? folder, int? clusterMajor, CancellationToken cancellationToken)
    {
        var found = new List<ServerBinaries>();
        foreach (string candidate in Candidates(folder).Distinct(StringComparer.Ordinal))
        {
            if (await LookAsync(candidate, cancellationToken) is { } binaries) found.Add(binaries);
        }

        var best = found.Where(b => clusterMajor is null ? b.Major >= OldestMajor : b.Major == clusterMajor).MaxBy(b => b.Major);
        return best ?? throw Missing(folder, clusterMajor, found);
    }

    private static IEnumerable<string> Candidates(string? folder)
    {
        if (folder is not null) return [folder];
        var debian = Directory.Exists(DebianFolder)
            ? Directory.EnumerateDirectories(DebianFolder).Select(version => Path.Combine(version, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        // pg_config stands beside the client programs; distributions that keep the server's elsewhere are asked below.
        return debian.Concat(path).Concat(["/usr/local/pgsql/bin", "/opt/homebrew/bin"]);
    }

    private static async Task<ServerBinaries?> LookAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "postgres")) || !File.Exists(Path.Combine(folder, "initdb")))
        {
            string config = Path.Combine(folder, "pg_config");
            if (!File.Exists(config)) return null;
            var answer = await ServerProgram.RunAsync(config, ["--bindir"], null, cancellationToken);
            return answer.ExitCode == 0 && answer.Output != folder && File.Exists(Path.Combine(answer.Output, "postgres"))
                ? await LookAsync(answer.Output, cancellationToken)
                : null;
        }

        // "postgres (PostgreSQL) 15.18 (Debian ...)"
        var version = await ServerProgram.RunAsync(Path.Combine(folder, "postgres"), ["--version"], null, cancellationToken);
        string number = version.Output.Split(' ').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0])) ?? "";
        string major = new([.. number.TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? new ServerBinaries(folder, parsed) : null;
    }

    private static StorageException Missing(string? folder, int? clusterMajor, List<ServerBinaries> found)
    {
        string seen = found.Count == 0 ? "none" : string.Join(", ", found.Select(b => $"{b.Major} in '{b.Folder}'"));
        string where = folder is null ? $"under '{DebianFolder}', by pg_config or in PATH" : $"in '{folder}'";
        string message = clusterMajor is { } major
            ? $"The data was made by PostgreSQL {major}, and its server programs were not found {where} (found: {seen}). "
                + $"Install them (Debian: apt-get install postgresql-{major}), or move the data over with pg_dump or pg_upgrade."
            : $"PostgreSQL's server programs, version {OldestMajor} or newer, were not found {where} (found: {seen}). "
                + "Install them (Debian: apt-get install postgresql), name their folder in 'TaskChain:Storage:PostgresBinaries', "
                + "or name a running server in 'TaskChain:Storage:ConnectionString'.";
        return new StorageException(StorageErrorCodes.ServerMissing, message, isTransient: false);
    }
}
