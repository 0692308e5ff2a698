using System.Diagnostics;
using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

public sealed class DeadlineTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("spin")]
    [InlineData("sleep")]
    [InlineData("ignore-cancel")]
    public async Task RunAsync_BodyOutlivesItsTimeout_IsKilledAndTheNextRunsInTime(string body)
    {
        await sandbox.Pool.RunAsync("nothing");
        var recorder = new Recorder();

        var timer = Stopwatch.StartNew();
        var result = await sandbox.Pool.RunAsync(Bodies.Run(body) with { Timeout = TimeSpan.FromMilliseconds(300) }, recorder);
        var ended = timer.Elapsed;
        var next = await sandbox.Pool.RunAsync("number");
        var back = timer.Elapsed - ended;

        Assert.Equal(TaskRunOutcome.TimedOut, result.Outcome);
        Assert.Equal("task_timeout", result.Failure!.Code);
        Assert.False(Directory.Exists($"/proc/{recorder.ProcessId}"), "The worker is still there.");
        Assert.Equal("42", next.Result.Text());
        // Ten times the budgets: what the machine does besides is not under test here.
        Assert.InRange(ended, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300 + 2500));
        Assert.InRange(back, TimeSpan.Zero, TimeSpan.FromMilliseconds(5000));
    }

    [Fact]
    public async Task RunAsync_LongTimeoutThenShortOne_TheShortOneCounts()
    {
        await using var pool = SandboxFixture.Create(options => options.MinWorkers = 1);
        await pool.RunAsync(Bodies.Run("nothing") with { Timeout = TimeSpan.FromHours(1) });
        await pool.RunAsync(Bodies.Run("nothing") with { Timeout = TimeSpan.MaxValue });

        var result = await pool.RunAsync(Bodies.Run("spin") with { Timeout = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(TaskRunOutcome.TimedOut, result.Outcome);
    }

    [Fact]
    public async Task RunAsync_ShortTimeoutThenLongOne_TheTimerOfTheFirstDoesNotKillTheSecond()
    {
        await using var pool = SandboxFixture.Create(options => options.MinWorkers = 1);
        await pool.RunAsync("nothing");
        await pool.RunAsync(Bodies.Run("nothing") with { Timeout = TimeSpan.FromSeconds(1) });

        var timer = Stopwatch.StartNew();
        var second = await pool.RunAsync(Bodies.Run("cooperate") with { Timeout = TimeSpan.FromSeconds(2) });

        Assert.Equal(TaskRunOutcome.TimedOut, second.Outcome);
        Assert.True(timer.Elapsed >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task RunAsync_CancelledBodyCooperates_EndsAsCancelledAndKeepsItsWorker()
    {
        await using var pool = SandboxFixture.Create(options => options.MinWorkers = 1);
        var (result, recorder) = await CancelAsync(pool, Bodies.Run("cooperate"));

        Assert.Equal(TaskRunOutcome.Canceled, result.Outcome);
        Assert.Equal(recorder.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), (await pool.RunAsync("pid")).Result.Text());
    }

    [Fact]
    public async Task RunAsync_CancelledBodySpinsButLooksAtTimeToDie_EndsByItself()
    {
        var (result, _) = await CancelAsync(sandbox.Pool, Bodies.Run("cooperate-spinning"));

        Assert.Equal(TaskRunOutcome.Succeeded, result.Outcome);
        Assert.Equal("\"tidied up\"", result.Result.Text());
    }

    [Theory]
    [InlineData("ignore-cancel")]
    [InlineData("callback-blocks")]
    public async Task RunAsync_CancelledBodyDoesNotCooperate_IsKilledAfterItsGrace(string body)
    {
        var (result, recorder) = await CancelAsync(sandbox.Pool, Bodies.Run(body) with { CancelGrace = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(TaskRunOutcome.Canceled, result.Outcome);
        Assert.False(Directory.Exists($"/proc/{recorder.ProcessId}"), "The worker is still there.");
    }

    [Fact]
    public async Task RunAsync_CancelledWhileInLine_EndsAtOnceAndTheOthersGoOn()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.MaxWorkers, options.SpareWorkers) = (1, 1, 0));
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var recorder = new Recorder();
        var running = pool.RunAsync(Bodies.Run("cooperate"), recorder, first.Token).AsTask();
        await recorder.Spoken;
        var waiting = pool.RunAsync(Bodies.Run("number"), null, second.Token).AsTask();
        var last = pool.RunAsync("number");

        await second.CancelAsync();
        Assert.Equal(TaskRunOutcome.Canceled, (await waiting).Outcome);
        await first.CancelAsync();

        Assert.Equal(TaskRunOutcome.Canceled, (await running).Outcome);
        Assert.Equal("42", (await last).Result.Text());
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_NeverStarts()
    {
        var recorder = new Recorder();

        var result = await sandbox.Pool.RunAsync(Bodies.Run("say"), recorder, new CancellationToken(canceled: true));

        Assert.Equal(TaskRunOutcome.Canceled, result.Outcome);
        Assert.Equal(0, recorder.ProcessId);
    }

    private static async Task<(TaskRunResult Result, Recorder Recorder)> CancelAsync(SandboxPool pool, TaskRun run)
    {
        using var cancel = new CancellationTokenSource();
        var recorder = new Recorder();
        var running = pool.RunAsync(run, recorder, cancel.Token);
        await recorder.Spoken;
        await cancel.CancelAsync();
        return (await running, recorder);
    }
}
