using System.Diagnostics;
using System.Text;

namespace TaskChain.Api.Tests.Support;

/// <summary>The real executable as a process of its own, to be stopped or killed.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Api? _api;

    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => TakeOutput(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string WorkerPath { get; } = Path.Combine(ServiceFolder, "processes", "worker", "TaskChain.Sandbox.Worker");

    public static string CompilerPath { get; } = Path.Combine(ServiceFolder, "processes", "compiler", "TaskChain.Sandbox.Compiler");

    public int Id => _process.Id;

    public Api Api => _api ?? throw new InvalidOperationException("The service does not listen.");

    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    private static string ServiceFolder =>
        Path.Combine(Repository.Root, "artifacts", "bin", "TaskChain.Api", new DirectoryInfo(AppContext.BaseDirectory).Name);

    /// <summary>Starts the executable; does not wait.</summary>
    public static ServiceProcess Start(params string[] arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo(Path.Combine(ServiceFolder, "TaskChain.Api"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        },
        EnableRaisingEvents = true,
    });

    /// <summary>Starts the executable on a free port and waits until it listens.</summary>
    public static async Task<ServiceProcess> ListeningAsync(string dataFolder, params string[] arguments)
    {
        var service = Start(["--port", "0", "--data", dataFolder, .. arguments]);
        var exit = service._process.WaitForExitAsync();
        if (await Task.WhenAny(service._url.Task, exit).WaitAsync(Patience) == exit) Assert.Fail($"The service ended at once: {service.Errors}");
        service._api = new Api(await service._url.Task);
        return service;
    }

    /// <summary>Kills the process without any warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks the process to stop and returns its exit status.</summary>
    public async Task<int> StopAsync()
    {
        Signals.AskToStop(_process.Id);
        return await ExitAsync();
    }

    /// <summary>Waits for the process's own end and returns its exit status.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (!_process.HasExited) await StopAsync();
        _process.Dispose();
    }

    private void TakeOutput(string? line)
    {
        const string Announcement = "TaskChain listens on ";
        if (line?.StartsWith(Announcement, StringComparison.Ordinal) == true) _url.TrySetResult(line[Announcement.Length..]);
    }
}
