using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Worker.Runs;

namespace TaskChain.Sandbox.Worker;

/// <summary>Runs a small body the way real ones run, before the worker is offered: what is compiled and loaded then, no task waits for.</summary>
internal static class WarmUp
{
    /// <summary>Runs this assembly's own body.</summary>
    public static async Task RunAsync()
    {
        var buffer = new FrameBuffer();
        WorkerKnowledge.WriteScript(buffer, 0, "warm-up", await File.ReadAllBytesAsync(typeof(WarmUp).Assembly.Location));
        WorkerKnowledge.WriteModules(buffer, 0, ModuleSet.Empty);
        WorkerKnowledge.WriteVariables(buffer, 0, ScriptVariables.Empty);
        for (var i = 0; i < 3; i++)
        {
            buffer.Begin(FrameKind.Run);
            RunRequest.Write(buffer, i, (0, 0, 0), Run());
            buffer.End();
        }

        var requests = new MemoryStream();
        buffer.Flush(requests);
        requests.Position = 0;
        var frames = new FrameReader(requests);
        using var worker = new TaskWorker(new ProcessChannel(requests, Stream.Null, Stream.Null));
        while (frames.TryRead(out var frame)) await worker.HandleAsync(frame);
        FailureMapper.Map(new TimeoutException(), new SecretMask([]));
    }

    private static TaskRun Run() => new()
    {
        ScriptHash = "warm-up",
        Assembly = default,
        Modules = ModuleSet.Empty,
        Identity = new JobIdentity("0", "warm-up", null, 1, false, "0", DateTimeOffset.UnixEpoch),
        Params = "{\"text\":\"x\"}"u8.ToArray(),
        Properties = "{}"u8.ToArray(),
        Results = "[{\"name\":\"a\",\"result\":1}]"u8.ToArray(),
        Variables = ScriptVariables.Empty,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
