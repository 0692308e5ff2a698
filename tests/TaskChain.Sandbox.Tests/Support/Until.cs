using System.Diagnostics;

namespace TaskChain.Sandbox.Tests.Support;

/// <summary>Waits for what has no signal: the state of other processes.</summary>
internal static class Until
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var timer = new PeriodicTimer(Step);
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Bodies.Patience, what);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static Task GoneAsync(int process) => TrueAsync(() => !IsAlive(process), $"Process {process} is still there.");

    // A dead process whose parent has not looked yet is as dead as any.
    public static bool IsAlive(int process)
    {
        try
        {
            var status = File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat"));
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
