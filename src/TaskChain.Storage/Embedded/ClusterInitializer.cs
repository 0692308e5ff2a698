using System.Security.Cryptography;

namespace TaskChain.Storage.Embedded;

/// <summary>Makes a cluster, and knows the password that it was made with.</summary>
internal static class ClusterInitializer
{
    /// <summary>Name of the cluster's only role, and of the service's database.</summary>
    public const string Role = "taskchain";

    /// <summary>Runs initdb. The cluster gets its name only when it is whole: an interrupted attempt leaves nothing that looks like one.</summary>
    /// <returns>The password.</returns>
    public static async Task<string> InitializeAsync(ClusterFolder folder, ServerBinaries binaries, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.HalfMade)) Directory.Delete(folder.HalfMade, recursive: true);
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        ClusterFolder.WritePrivate(folder.PasswordFile, password);
        string passwordForInitdb = Path.Combine(folder.Home, "initdb.password");
        folder.WriteOwned(passwordForInitdb, password);
        try
        {
            string[] arguments =
            [
                "-D", folder.HalfMade, "--username", Role, "--pwfile", passwordForInitdb, "--auth", "scram-sha-256", "--encoding", "UTF8",
                "--locale", "C", "--data-checksums",
            ];
            var made = await ServerProgram.RunAsync(binaries.Initdb, arguments, folder.User, cancellationToken);
            if (made.ExitCode != 0) throw folder.Failed("PostgreSQL's initdb failed", made.Output);
            Directory.Move(folder.HalfMade, folder.Cluster);
            return password;
        }
        finally
        {
            File.Delete(passwordForInitdb);
        }
    }

    /// <exception cref="StorageException">The password's file is gone.</exception>
    public static string ReadPassword(ClusterFolder folder) => File.Exists(folder.PasswordFile)
        ? File.ReadAllText(folder.PasswordFile).Trim()
        : throw new StorageException(
            StorageErrorCodes.FolderUnusable,
            $"The database in '{folder.Cluster}' exists, but its password file '{folder.PasswordFile}' does not. Restore the file.",
            isTransient: false);
}
