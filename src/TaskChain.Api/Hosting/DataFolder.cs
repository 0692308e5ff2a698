using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskChain.Api.Hosting;

/// <summary>Another service works in the data folder.</summary>
/// <param name="message">Which, and what to do.</param>
internal sealed class DataFolderInUseException(string message) : Exception(message);

/// <summary>The data folder, held by one service at a time. The hold ends with the process, however that ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _hold;

    private DataFolder(string path, FileStream hold)
    {
        Path = path;
        _hold = hold;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    private string ListenFile => System.IO.Path.Combine(Path, "listen.json");

    /// <summary>Creates the folder if need be and takes hold of it.</summary>
    /// <exception cref="DataFolderInUseException">Another service has it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        try
        {
            var hold = new FileStream(System.IO.Path.Combine(full, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new DataFolder(full, hold);
            folder.Withdraw(); // a killed predecessor's
            return folder;
        }
        catch (IOException)
        {
            throw new DataFolderInUseException(
                $"The data folder '{full}' is in use by another TaskChain service{WhoHasIt(full)}. " +
                "Stop that one, or choose another folder with --data.");
        }
    }

    /// <summary>Says where the service listens, for scripts: the file appears whole when the service is ready and goes when it stops.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="postgresProcessId">Process id of the service's own PostgreSQL, or null.</param>
    public void Announce(string url, int? postgresProcessId)
    {
        var listen = new JsonObject { ["url"] = url, ["pid"] = Environment.ProcessId };
        if (postgresProcessId is not null) listen["postgres_pid"] = postgresProcessId;
        var draft = ListenFile + ".new";
        File.WriteAllText(draft, listen.ToJsonString() + "\n");
        File.Move(draft, ListenFile, overwrite: true);
    }

    /// <summary>Takes the announcement back.</summary>
    public void Withdraw() => File.Delete(ListenFile);

    /// <inheritdoc/>
    public void Dispose() => _hold.Dispose();

    private static string WhoHasIt(string folder)
    {
        try
        {
            var listen = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(folder, "listen.json")));
            return string.Create(CultureInfo.InvariantCulture, $" (process {listen?["pid"]}, {listen?["url"]})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return ""; // it is just starting: the lock alone says that it is there
        }
    }
}
