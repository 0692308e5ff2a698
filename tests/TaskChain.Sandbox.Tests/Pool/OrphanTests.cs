using System.Diagnostics;
using System.Globalization;
using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

public sealed class OrphanTests
{
    [Theory]
    [InlineData("spin")]
    [InlineData("sleep")]
    [InlineData("ignore-cancel")]
    public async Task Service_KilledWhileABodyRuns_LeavesNoProcess(string body)
    {
        using var service = StartService(body);
        await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var children = ChildrenOf(service.Id);

        service.Kill(); // SIGKILL, to it alone.

        Assert.True(children.Count >= 3, $"{children.Count} children: workers and a compiler were expected.");
        foreach (var child in children) await Until.GoneAsync(child);
    }

    private static Process StartService(string body)
    {
        var here = AppContext.BaseDirectory;
        var start = new ProcessStartInfo(Path.Combine(here, "host", "TaskChain.Sandbox.TestHost")) { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(here, "processes", "worker", "TaskChain.Sandbox.Worker"));
        start.ArgumentList.Add(Path.Combine(here, "processes", "compiler", "TaskChain.Sandbox.Compiler"));
        start.ArgumentList.Add(Path.Combine(here, "bodies", "TaskChain.Sandbox.TestBodies.dll"));
        start.ArgumentList.Add(body);
        return Process.Start(start)!;
    }

    private static List<int> ChildrenOf(int process) =>
        [.. Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
}
