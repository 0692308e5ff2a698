using System.Globalization;
using System.Text;
using System.Text.Json;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Engine.Tests.Jobs;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>
/// Random workflows on two whole engines, one of which may die, with jobs that are cancelled, paused and resumed at random: the end is the reference's, or
/// canceled when that was acknowledged. A failure names its seed. <c>TASKCHAIN_LONG_TESTS=1</c> tries many more.
/// </summary>
public sealed class RandomLifeTests
{
    private static readonly int Lives = Environment.GetEnvironmentVariable("TASKCHAIN_LONG_TESTS") == "1" ? 3_000 : 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Life_OnTwoNodes_EndsAsTheReferenceUnlessItIsCancelled(bool cancels)
    {
        var first = Random.Shared.Next(1_000_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"First seed: {first}");
        for (var seed = first; seed < first + Lives; seed++)
        {
            try
            {
                await PlayAsync(seed, cancels);
            }
            catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static async Task PlayAsync(int seed, bool cancels)
    {
        var workflow = new RandomWorkflow(seed, hasTimeouts: false);
        var random = new Random(seed);
        await using var box = new EngineBox();
        box.Sandbox.Bodies["b"] = box.Sandbox.Bodies["f"] = (run, _, _) => ValueTask.FromResult(Run(workflow, run, box.Time.GetUtcNow()));
        await box.StartAsync();
        var engines = new List<TaskChainEngine> { box.Engine, box.Create() };
        await engines[1].StartAsync(TestContext.Current.CancellationToken);
        var dead = new TaskCompletionSource();
        var appends = 0;
        var diesAt = random.Next(2) == 0 ? random.Next(1, 12) : 0;
        RunnerId? victim = null;
        box.Storage.Jobs.BeforeAppend = async append =>
        {
            if (Interlocked.Increment(ref appends) != diesAt) return;
            victim = (await box.Storage.Jobs.FindAsync(append.Job, CancellationToken.None))?.Owner;
            StayDead();
            await dead.Task;
        };
        try
        {
            var posted = await box.PostJobAsync(await PostAsync(box, workflow));
            var acknowledged = await DriveAsync(workflow, engines, posted.Id, random, box, cancels, StayDead);
            var job = await FindAsync(engines[1], posted.Id);
            if (acknowledged && job.Status == JobStatus.Retried)
            {
                // It had ended by asking for a new attempt just before: that one is cancelled.
                if (job.NextAttempt is { } next) Assert.Equal(JobStatus.Canceled, (await box.UntilAsync(next, view => view.IsFinal, engines[1])).Status);
                acknowledged = false;
            }

            var reference = new ReferenceLife(workflow);
            var runs = RunsOf(workflow, box, posted.Id);
            var before = runs.TakeWhile(run => !run.StartsWith("oncancel", StringComparison.Ordinal)).ToList();

            Assert.Equal(acknowledged ? JobStatus.Canceled : reference.Status, job.Status);
            Assert.Equal(acknowledged ? reference.Runs.Take(before.Count) : reference.Runs, before);
            var tidies = acknowledged && job.ChainResults.Count > 0 ? ReferenceLife.OnCancel(workflow) : [];
            Assert.Equal(tidies, runs.Skip(before.Count));
        }
        finally
        {
            dead.TrySetResult();
        }

        // Its session is as good as lost until somebody has noticed, also if it renews its lease before that.
        void StayDead()
        {
            if (victim is { } runner) box.Storage.Runners.LoseSession(runner);
        }
    }

    /// <summary>Does what callers may do until the job has ended. True when a cancel was acknowledged.</summary>
    private static async Task<bool> DriveAsync(
        RandomWorkflow workflow, List<TaskChainEngine> engines, Guid id, Random random, EngineBox box, bool cancels, Action stayDead)
    {
        var acknowledged = false;
        var cancelAt = cancels ? random.Next(1, 40) : 0;
        for (var step = 1; ; step++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (step > 100_000) throw new InvalidOperationException("The job does not end.");
            var job = await FindAsync(engines[0], id);
            if (job.IsFinal) return acknowledged;
            stayDead();
            var jobs = engines[random.Next(2)].Jobs;
            if (step == cancelAt) acknowledged = await jobs.CancelAsync(id, null, TestContext.Current.CancellationToken) is JobCancellation.Canceled;
            else if (job.IsPaused && random.Next(8) == 0) await jobs.ResumeAsync(id, default, TestContext.Current.CancellationToken);
            else if (random.Next(25) == 0) await jobs.PauseAsync(id, TestContext.Current.CancellationToken);
            else if (job.Status == JobStatus.Waiting) await EndWaitAsync(workflow, jobs, job);
            box.Time.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
            await Task.Yield();
        }
    }

    private static async Task EndWaitAsync(RandomWorkflow workflow, JobService jobs, JobView job)
    {
        var entry = job.ChainResults.Concat(job.OnErrorResults ?? []).Concat(job.OnCancelResults ?? []).Single(entry => entry.Status == "waiting");
        var answer = workflow.EndOfWait(workflow.Plan.Task(entry.Node), entry.FellBack ? 1 : entry.Attempts, entry.FellBack) switch
        {
            WaitEnd.Answer => """{"result":5}""",
            WaitEnd.Error => """{"error":"no"}""",
            _ => null,
        };
        if (answer is not null) await jobs.ResumeAsync(job.Id, EngineBox.Json(answer), TestContext.Current.CancellationToken);
    }

    /// <summary>How often an attempt has asked to be run again is kept in the job, so that a repeated run comes to the same.</summary>
    private static TaskRunResult Run(RandomWorkflow workflow, TaskRun run, DateTimeOffset now)
    {
        var (task, fallback) = TaskOf(workflow, run);
        var name = run.Identity.IdempotencyKey;
        using var properties = JsonDocument.Parse(run.Properties);
        var again = properties.RootElement.TryGetProperty(name, out var count) ? count.GetInt32() : 0;
        var outcome = workflow.OutcomeOf(task, run.Identity.Attempt, fallback, again);
        var result = outcome switch
        {
            TaskRunOutcome.Succeeded => FakeSandbox.Ok(),
            TaskRunOutcome.Failed => FakeSandbox.Fail(retryable: !workflow.IsPermanent(task, run.Identity.Attempt, fallback)),
            TaskRunOutcome.Wait => FakeSandbox.Of(outcome, deadline: Deadline(workflow.EndOfWait(task, run.Identity.Attempt, fallback), now)),
            _ => FakeSandbox.Of(outcome, TimeSpan.FromMilliseconds(100)),
        };
        return outcome == TaskRunOutcome.Again
            ? result with { PropertyChanges = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"{{name}}":{{again + 1}}}""")) }
            : result;
    }

    private static DateTimeOffset? Deadline(WaitEnd end, DateTimeOffset now) => end == WaitEnd.Deadline ? now + TimeSpan.FromSeconds(1) : null;

    private static List<string> RunsOf(RandomWorkflow workflow, EngineBox box, Guid job) =>
    [
        .. box.Sandbox.Runs.Where(run => run.Run.Identity.Uuid == job.ToString() && !run.Run.Identity.Interrupted)
            .Select(run => (Of: TaskOf(workflow, run.Run), run.Run.Identity.Attempt))
            .Select(run => ReferenceLife.Key(run.Of.Task, run.Attempt, run.Of.Fallback)),
    ];

    private static (TaskNode Task, bool Fallback) TaskOf(RandomWorkflow workflow, TaskRun run)
    {
        var parts = run.Identity.IdempotencyKey.Split('/');
        return (workflow.Plan.Task($"{parts[1]}/{parts[2]}"), parts[3] == "fallback");
    }

    private static async Task<JobView> FindAsync(TaskChainEngine engine, Guid job) =>
        await engine.Jobs.FindAsync(job, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The job is gone.");

    private static async Task<Guid> PostAsync(EngineBox box, RandomWorkflow workflow)
    {
        var submission = await box.Engine.Workflows.SubmitAsync(EngineBox.Json(workflow.Json), SubmitContext.Anonymous, TestContext.Current.CancellationToken);
        return Assert.IsType<WorkflowSubmission.Accepted>(submission).Workflow.Id;
    }
}
