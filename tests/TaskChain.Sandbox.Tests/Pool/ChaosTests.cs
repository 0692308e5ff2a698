using System.Diagnostics;
using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

public sealed class ChaosTests
{
    [Fact]
    public async Task RunAsync_WorkersAreKilledInBetween_EveryRunEndsAndThePoolRecovers()
    {
        await using var pool = SandboxFixture.Create();
        var outcomes = new List<TaskRunResult>();

        // The kill comes at any moment: in a run, just after one, while the worker is taken for the next.
        for (var i = 0; i < 10; i++)
        {
            var recorder = new Recorder();
            var runs = Enumerable.Range(0, 40).Select(_ => pool.RunAsync(Bodies.Run("number"), recorder)).ToList();
            await runs[i];
            Kill(recorder.ProcessId);
            outcomes.AddRange(await Task.WhenAll(runs));
        }

        Assert.All(outcomes, result => Assert.True(
            result.Outcome == TaskRunOutcome.Succeeded || result.Failure?.Code == "worker_crashed", result.ToString()));
        // The last kill may still hit the next run.
        var last = await pool.RunAsync("number");
        if (last.Failure?.Code == "worker_crashed") last = await pool.RunAsync("number");
        Assert.Equal("42", last.Result.Text());
    }

    private static void Kill(int process)
    {
        try
        {
            using var worker = Process.GetProcessById(process);
            worker.Kill();
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }
}
