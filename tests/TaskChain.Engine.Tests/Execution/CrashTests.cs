using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>Kills the runner at every append of small chains with all outcomes; another one must come to the same end.</summary>
public sealed class CrashTests
{
    private const string JobId = "01890000-0000-7000-8000-000000000001";

    private static readonly string[] Kinds = ["ok", "flaky", "rescued", "timeout", "permanent", "queue", "again", "props"];

    public static TheoryData<string, string> Chains()
    {
        var data = new TheoryData<string, string>();
        foreach (var first in Kinds)
        {
            foreach (var second in Kinds) data.Add(first, second);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Crash_AtEveryAppend_EndsAsIfNothingHadHappened(string first, string second)
    {
        var (expected, appends, runs) = await PlayAsync(first, second, crashAt: 0);
        for (var crashAt = 1; crashAt <= appends; crashAt++)
        {
            var (actual, _, repeated) = await PlayAsync(first, second, crashAt);

            Assert.Equal(Describe(expected), Describe(actual));
            var again = repeated.Where(run => run.Interrupted).ToList();
            Assert.True(again.Count <= 1, $"{again.Count} runs were repeated after a crash at append {crashAt}.");
            Assert.Equal(runs.Select(Key), repeated.Where(run => !run.Interrupted).Select(Key));
            Assert.All(again, run => Assert.Contains(Key(run), runs.Select(Key)));
        }
    }

    private static string Key(JobIdentity run) => run.IdempotencyKey;

    private static string Describe(JobView job) => string.Join(
        "; ",
        job.ChainResults.Concat(job.OnErrorResults ?? []).Select(entry => $"{entry.Name} {entry.Status} {entry.Result} {entry.Error?.Message} {entry.Attempts} {entry.FellBack}")
            .Prepend($"{job.Status} {job.Error?.Message} {job.Params} {job.Properties}"));

    private static async Task<(JobView Job, int Appends, List<JobIdentity> Runs)> PlayAsync(string first, string second, int crashAt)
    {
        await using var box = new EngineBox();
        Script(box.Sandbox);
        await box.StartAsync();
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dead = new TaskCompletionSource();
        var count = 0;
        box.Storage.Jobs.BeforeAppend = _ =>
        {
            if (Interlocked.Increment(ref count) != crashAt) return Task.CompletedTask;
            crashed.SetResult();
            return dead.Task;
        };
        try
        {
            var posted = await box.PostJobAsync(await box.PostWorkflowAsync($"[{TaskJson(first, 1)},{TaskJson(second, 2)}]", ""","onerror":[{"name":"e","body":"ok"}]"""), $$""","uuid":"{{JobId}}" """);
            if (crashAt > 0) await SurviveAsync(box, posted.Id, crashed.Task);
            var job = await box.EndOfAsync(posted.Id);
            return (job, box.Storage.Jobs.Appends, [.. box.Sandbox.Runs.Select(run => run.Run.Identity)]);
        }
        finally
        {
            dead.TrySetResult();
        }
    }

    private static async Task SurviveAsync(EngineBox box, Guid job, Task crashed)
    {
        // The append may come only after a pause.
        while (!crashed.IsCompleted)
        {
            box.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        var stored = await box.Storage.Jobs.FindAsync(new Ports.JobId(job), TestContext.Current.CancellationToken);
        Assert.NotNull(stored?.Owner);
        box.Storage.Runners.LoseSession(stored.Owner.Value);
        await box.Create().StartAsync(TestContext.Current.CancellationToken);
    }

    private static string TaskJson(string kind, int number) => kind switch
    {
        "flaky" => $$"""{"name":"t{{number}}","body":"flaky","retry":2,"retry_policy":{"delay":1} }""",
        "rescued" => $$"""{"name":"t{{number}}","body":"fails","retry":2,"fallback":"ok"}""",
        "timeout" => $$"""{"name":"t{{number}}","body":"timeout","timeout":1}""",
        _ => $$"""{"name":"t{{number}}","body":"{{kind}}","retry":3}""",
    };

    /// <summary>What a body does depends on its attempt and the job's properties only, so that a repeated run does the same.</summary>
    private static void Script(FakeSandbox sandbox)
    {
        sandbox.Bodies["flaky"] = (run, _, _) => ValueTask.FromResult(run.Identity.Attempt == 1 ? FakeSandbox.Fail("flaky") : FakeSandbox.Ok("2"));
        sandbox.Bodies["fails"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Fail("always"));
        sandbox.Bodies["timeout"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.TimedOut));
        sandbox.Bodies["permanent"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Fail("no", retryable: false));
        sandbox.Bodies["queue"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Of(TaskRunOutcome.Queue, TimeSpan.FromSeconds(1)));
        sandbox.Bodies["props"] = (_, _, _) => ValueTask.FromResult(FakeSandbox.Ok() with
        {
            PropertyChanges = """{"p":1}"""u8.ToArray(),
            Params = """{"q":2}"""u8.ToArray(),
        });
        sandbox.Bodies["again"] = (run, _, _) => ValueTask.FromResult(
            System.Text.Encoding.UTF8.GetString(run.Properties.Span).Contains(run.Identity.IdempotencyKey, StringComparison.Ordinal)
                ? FakeSandbox.Ok("3")
                : FakeSandbox.Of(TaskRunOutcome.Again, TimeSpan.FromSeconds(1)) with
                {
                    PropertyChanges = System.Text.Encoding.UTF8.GetBytes($$"""{"polled":"{{run.Identity.IdempotencyKey}}"}"""),
                });
    }
}
