using Microsoft.Extensions.Logging.Abstractions;
using TaskChain;
using TaskChain.Sandbox;

// A small service to be killed: runs a body that never ends in a worker, says which process that is, and waits.
var (worker, compiler, bodies, body) = (args[0], args[1], args[2], args[3]);
var options = new SandboxOptions { WorkerPath = worker, CompilerPath = compiler };
await using var sandbox = new SandboxPool(options, TimeProvider.System, NullLogger<SandboxPool>.Instance);
await using var compilers = new CompilerPool(options, TimeProvider.System, NullLogger<CompilerPool>.Instance);
await compilers.CompileAsync(new() { Body = "return 1;", Modules = [] }, CancellationToken.None);
var run = new TaskRun
{
    ScriptHash = "bodies",
    Assembly = await File.ReadAllBytesAsync(bodies),
    Modules = ModuleSet.Empty,
    Identity = new JobIdentity("job", body, null, 1, false, "key", DateTimeOffset.UnixEpoch),
    Params = "{}"u8.ToArray(),
    Properties = "{}"u8.ToArray(),
    Variables = ScriptVariables.Empty,
    Timeout = Timeout.InfiniteTimeSpan,
};
await sandbox.RunAsync(run, new Announcer(), CancellationToken.None);

internal sealed class Announcer : ITaskRunObserver
{
    public void OnStarted(int workerProcessId) => Console.Out.WriteLine(workerProcessId);

    public void OnInfo(ReadOnlyMemory<byte> json)
    {
    }

    public void OnLog(ScriptLogLevel level, string message)
    {
    }

    public void OnProgress(double fraction)
    {
    }
}
