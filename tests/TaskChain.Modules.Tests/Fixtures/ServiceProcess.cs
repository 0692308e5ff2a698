using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>The real service as a process of its own, with a database of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _data = NewFolder();
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly List<string> _log = [];
    private Process _process;

    private ServiceProcess(IReadOnlyDictionary<string, string> variables)
    {
        _variables = variables;
        _process = NewProcess(port: 0);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it has written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>Starts the service and returns once it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(IReadOnlyDictionary<string, string> variables)
    {
        var service = new ServiceProcess(variables);
        try
        {
            await service.RunAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the service as it is (SIGKILL) and starts it again at the same address, over the same data.</summary>
    public async Task KillAndStartAgainAsync()
    {
        Signals.KillNow(_process.Id);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        File.Delete(Path.Combine(_data, "listen.json"));
        _process = NewProcess(Url.Port);
        await RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Asked to stop, so that it stops its database too.
            Signals.AskToStop(_process.Id);
            using var limit = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private Process NewProcess(int port)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "artifacts", "bin", "TaskChain.Api", "release", "TaskChain.Api"))
        {
            ArgumentList = { "--port", port.ToString(CultureInfo.InvariantCulture), "--data", _data },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _variables) start.Environment[$"TaskChain__Variables__{name}"] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        return process;
    }

    private async Task RunAsync()
    {
        var listening = Path.Combine(_data, "listen.json");
        using var watcher = new FileSystemWatcher(_data) { EnableRaisingEvents = true };
        using var changed = new SemaphoreSlim(0);
        watcher.Created += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release();
        watcher.Changed += (_, _) => changed.Release();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!File.Exists(listening) || new FileInfo(listening).Length == 0)
        {
            Assert.False(_process.HasExited, Log);
            await changed.WaitAsync(TimeSpan.FromSeconds(1), limit.Token);
        }

        Url = new Uri((string)JsonNode.Parse(await File.ReadAllTextAsync(listening, limit.Token))!["url"]!);
    }

    // Readable by others: under root the database runs as another user, and its cluster belongs below this folder, to be deleted with it.
    private static string NewFolder()
    {
        var path = Path.Combine(Path.GetTempPath(), "taskchain-tour-" + Guid.NewGuid().ToString("N")[..8]);
        var everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path).FullName : Directory.CreateDirectory(path, everybody).FullName;
    }

    private void Keep(string? line)
    {
        lock (_log) _log.Add(line ?? "");
    }
}
