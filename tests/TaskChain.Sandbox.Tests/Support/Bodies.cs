using System.Text;

namespace TaskChain.Sandbox.Tests.Support;

/// <summary>Runs of the compiled test bodies.</summary>
internal static class Bodies
{
    /// <summary>Long enough for a loaded machine; a test that needs it all has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly byte[] Assembly =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "bodies", "TaskChain.Sandbox.TestBodies.dll"));

    public static TaskRun Run(string body) => new()
    {
        ScriptHash = "test-bodies",
        Assembly = Assembly,
        Modules = ModuleSet.Empty,
        Identity = new JobIdentity("job-1", body, "vm-1", 2, true, "key-1", DateTimeOffset.UnixEpoch),
        Params = "{}"u8.ToArray(),
        Properties = "{}"u8.ToArray(),
        Variables = ScriptVariables.Empty,
        Timeout = Patience,
    };

    public static async Task<TaskRunResult> RunAsync(this ITaskSandbox sandbox, TaskRun run, ITaskRunObserver? observer = null) =>
        await sandbox.RunAsync(run, observer, TestContext.Current.CancellationToken);

    public static Task<TaskRunResult> RunAsync(this ITaskSandbox sandbox, string body) => sandbox.RunAsync(Run(body));

    public static string Text(this ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
