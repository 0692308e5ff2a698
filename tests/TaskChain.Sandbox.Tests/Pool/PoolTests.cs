using System.Globalization;
using System.Text.Json;
using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

/// <summary>Which worker runs what, how many there are, and what they inherit.</summary>
public sealed class PoolTests
{
    [Fact]
    public async Task RunAsync_TwoTrustDomains_NeverShareAWorker()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.MaxWorkers) = (1, 2));
        var processes = new Dictionary<string, HashSet<string>> { ["a"] = [], ["b"] = [] };

        for (var i = 0; i < 6; i++)
        {
            foreach (var (domain, seen) in processes)
            {
                seen.Add((await pool.RunAsync(Bodies.Run("pid") with { TrustDomain = domain })).Result.Text());
            }
        }

        Assert.Empty(processes["a"].Intersect(processes["b"]));
    }

    [Fact]
    public async Task RunAsync_MoreDomainsThanWorkers_IdleWorkersOfOthersMakeRoom()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.MaxWorkers) = (1, 2));

        var results = new List<string>();
        for (var i = 0; i < 5; i++) results.Add((await pool.RunAsync(Bodies.Run("pid") with { TrustDomain = $"domain {i}" })).Result.Text());

        Assert.Equal(5, results.Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_LongBodiesFillThePool_ItGrowsToItsMaximumAndServesInOrder()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.MaxWorkers) = (1, 4));
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, 4).Select(_ =>
        {
            var recorder = new Recorder();
            return (recorder, task: pool.RunAsync(Bodies.Run("cooperate"), recorder, stop.Token).AsTask());
        }).ToList();
        foreach (var (recorder, _) in running) await recorder.Spoken;

        var waiting = pool.RunAsync("number");
        Assert.Equal(new SandboxHealth(true, 4, 4, 0, 1, 4, null), pool.Health);
        await stop.CancelAsync();

        Assert.Equal("42", (await waiting).Result.Text());
        foreach (var (_, task) in running) Assert.Equal(TaskRunOutcome.Canceled, (await task).Outcome);
    }

    [Fact]
    public async Task RunAsync_ManyShortBodies_PoolDoesNotGrow()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.GrowAfter) = (1, TimeSpan.FromSeconds(20)));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => pool.RunAsync("number")));

        Assert.InRange(pool.Health.Workers + pool.Health.Starting, 1, 2);
    }

    [Fact]
    public async Task RunAsync_EnoughRuns_WorkerIsReplaced()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.RecycleAfterRuns) = (1, 3));

        var processes = new List<string>();
        for (var i = 0; i < 9; i++) processes.Add((await pool.RunAsync("pid")).Result.Text());

        Assert.Equal(3, processes.Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_MemoryGrew_WorkerIsReplaced()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.RecycleAboveBytes) = (1, 1));

        var first = (await pool.RunAsync("pid")).Result.Text();
        var second = (await pool.RunAsync("pid")).Result.Text();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task RunAsync_AnotherDomainStandsInLine_IdleWorkerServesItsOwnDomainAtOnce()
    {
        await using var pool = SandboxFixture.Create(options =>
            (options.MinWorkers, options.MaxWorkers, options.SpareWorkers, options.GrowAfter) = (1, 2, 1, TimeSpan.FromMinutes(10)));
        using var stop = new CancellationTokenSource();
        await pool.RunAsync(Bodies.Run("number") with { TrustDomain = "a" });
        var recorder = new Recorder();
        var busy = pool.RunAsync(Bodies.Run("cooperate") with { TrustDomain = "b" }, recorder, stop.Token).AsTask();
        await recorder.Spoken;
        var waiting = pool.RunAsync(Bodies.Run("number") with { TrustDomain = "b" });

        var result = await pool.RunAsync(Bodies.Run("number") with { TrustDomain = "a" });

        Assert.Equal("42", result.Result.Text());
        await stop.CancelAsync();
        Assert.Equal(TaskRunOutcome.Canceled, (await busy).Outcome);
        Assert.Equal("42", (await waiting).Result.Text());
    }

    [Fact]
    public async Task RunAsync_ObserverThrows_RunGoesOn()
    {
        await using var pool = SandboxFixture.Create();

        var result = await pool.RunAsync(Bodies.Run("say"), new ThrowingObserver());

        Assert.Equal("\"said\"", result.Result.Text());
    }

    [Fact]
    public async Task Worker_Environment_HoldsNothingOfTheService()
    {
        await using var pool = SandboxFixture.Create();

        var names = JsonSerializer.Deserialize<string[]>((await pool.RunAsync("environment")).Result.Span)!;

        Assert.Equal(
            ["DOTNET_EnableDiagnostics", "DOTNET_GCHeapHardLimit", "DOTNET_ROOT", "DOTNET_TieredPGO", "DOTNET_gcConcurrent", "HOME", "LANG", "TMPDIR"],
            names);
    }

    [Fact]
    public async Task Worker_Descriptors_AreItsChannelAndItsStandardStreams()
    {
        // A descriptor that any other code of the service could have left inheritable.
        using var inheritable = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out, HandleInheritability.Inheritable);
        await using var pool = SandboxFixture.Create();

        var descriptors = JsonSerializer.Deserialize<string[]>((await pool.RunAsync("descriptors")).Result.Span)!;
        // The runtime opens pipes of its own and duplicates the standard streams; what comes from the service has a counterpart in it.
        var mine = Directory.GetFiles("/proc/self/fd").Select(path => File.ResolveLinkTarget(path, false)?.Name).ToHashSet();
        var pipes = descriptors.Select(text => text.Split(' ', 2)).Where(pair => pair[1].Contains("pipe:", StringComparison.Ordinal)).ToList();
        var inherited = pipes.Select(pair => pair[1]).Where(target => mine.Contains(Path.GetFileName(target))).Distinct();
        var channel = pipes.Where(pair => pair[0] is "1" or "2" or "3" or "4" or "5").Select(pair => pair[1]);

        Assert.Contains("0 /dev/null", descriptors);
        Assert.Equal(5, channel.Distinct().Count());
        Assert.Equal(channel.Order(StringComparer.Ordinal), inherited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Worker_KilledWithAProcessOfItsOwn_TakesItAlong()
    {
        await using var pool = SandboxFixture.Create(options => (options.MinWorkers, options.RecycleAfterRuns) = (1, 1));

        var child = int.Parse((await pool.RunAsync("child")).Result.Text(), CultureInfo.InvariantCulture);

        await Until.GoneAsync(child);
    }

    [Fact]
    public async Task DisposeAsync_WithRunsUnderWayAndInLine_EndsThemAndLeavesNoProcess()
    {
        var pool = SandboxFixture.Create(options => (options.MinWorkers, options.MaxWorkers, options.SpareWorkers) = (1, 1, 0));
        var recorder = new Recorder();
        var running = pool.RunAsync(Bodies.Run("ignore-cancel"), recorder);
        await recorder.Spoken;
        var waiting = pool.RunAsync("number");

        await pool.DisposeAsync();

        Assert.Equal(TaskRunOutcome.Canceled, (await running).Outcome);
        Assert.Equal(TaskRunOutcome.Canceled, (await waiting).Outcome);
        Assert.Equal(TaskRunOutcome.Canceled, (await pool.RunAsync("number")).Outcome);
        Assert.False(Until.IsAlive(recorder.ProcessId));
    }

    private sealed class ThrowingObserver : ITaskRunObserver
    {
        public void OnStarted(int workerProcessId) => throw new InvalidOperationException("observer");

        public void OnInfo(ReadOnlyMemory<byte> json) => throw new InvalidOperationException("observer");

        public void OnLog(ScriptLogLevel level, string message) => throw new InvalidOperationException("observer");

        public void OnProgress(double fraction) => throw new InvalidOperationException("observer");
    }
}
