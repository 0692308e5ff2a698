using System.Globalization;

namespace TaskChain.Storage.Embedded;

/// <summary>What a running server says about itself in <c>postmaster.pid</c>.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="SocketFolder">Where its socket is; empty while it starts.</param>
internal sealed record PostmasterFile(int ProcessId, string SocketFolder)
{
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Null when there is none.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        try
        {
            string[] lines = File.ReadAllLines(PathIn(cluster));
            return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int pid)
                ? new PostmasterFile(Math.Abs(pid), lines.Length > 4 ? lines[4].Trim() : "")
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Is the process that it names a server of that very cluster, and not one that was given the same id later?</summary>
    public bool IsServerOf(string cluster) => Posix.IsAlive(ProcessId) && WorkingFolderOf(ProcessId) == RealPath(cluster);

    /// <summary>Processes that work in the cluster: its server, or what an already dead server has left behind.</summary>
    public static IReadOnlyList<int> ProcessesIn(string cluster)
    {
        string folder = RealPath(cluster);
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
                .Where(pid => pid > 0 && WorkingFolderOf(pid) == folder),
        ];
    }

    private static string? WorkingFolderOf(int processId)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{processId}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return null;
        }
    }

    // The kernel reports working folders without symbolic links.
    private static string RealPath(string folder)
    {
        string real = "/";
        foreach (string part in Path.GetFullPath(folder).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target) real = target.FullName;
        }

        return real;
    }
}
