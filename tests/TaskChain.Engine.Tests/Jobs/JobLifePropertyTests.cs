using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>
/// Random workflows with random outcomes, cancelled, paused, crashed and stopped at any step, against what must hold whatever happens. A failure names its
/// seed. <c>TASKCHAIN_LONG_TESTS=1</c> tries many more.
/// </summary>
public sealed class JobLifePropertyTests
{
    private static readonly int Lives = Environment.GetEnvironmentVariable("TASKCHAIN_LONG_TESTS") == "1" ? 50_000 : 2_000;

    [Fact]
    public void Life_Undisturbed_IsTheReferences() => ForAll(Mischief.None, hasTimeouts: false, (workflow, life) =>
    {
        var reference = new ReferenceLife(workflow);
        Assert.Equal(Told(reference.Status, reference.Runs), Told(life.State.Status, life.Runs));
    });

    [Fact]
    public void Life_PausedCrashedAndStopped_IsTheReferences() => ForAll(Mischief.Pause | Mischief.Crash | Mischief.Stop, hasTimeouts: false, (workflow, life) =>
    {
        var reference = new ReferenceLife(workflow);
        Assert.Equal(Told(reference.Status, reference.Runs), Told(life.State.Status, life.Runs));
    });

    [Fact]
    public void Life_Cancelled_IsTheReferencesUntilThenAndTidiesUpOnce() =>
        ForAll(Mischief.Cancel | Mischief.Pause | Mischief.Crash | Mischief.Stop, hasTimeouts: false, (workflow, life) =>
        {
            var reference = new ReferenceLife(workflow);
            CheckEnd(life);
            if (!life.IsCancelAcknowledged)
            {
                Assert.Equal(Told(reference.Status, reference.Runs), Told(life.State.Status, life.Runs));
                return;
            }

            var before = life.Runs.TakeWhile(run => !run.StartsWith("oncancel", StringComparison.Ordinal)).ToList();
            Assert.Equal(reference.Runs.Take(before.Count), before);
            var tidies = before.Count > 0 && life.State.IsCancelRequested ? ReferenceLife.OnCancel(workflow) : [];
            Assert.Equal(tidies, life.Runs.Skip(before.Count));
        });

    [Fact]
    public void Life_WithTimeouts_KeepsTheRules() =>
        ForAll(Mischief.Cancel | Mischief.Pause | Mischief.Crash | Mischief.Stop, hasTimeouts: true, (_, life) => CheckEnd(life));

    private static string Told(JobStatus status, List<string> runs) => $"{status}: {string.Join(", ", runs)}";

    private static void CheckEnd(SimulatedLife life)
    {
        var state = life.State;
        if (life.IsCancelAcknowledged) Assert.Equal(JobStatus.Canceled, state.Status);
        else Assert.NotEqual(JobStatus.Canceled, state.Status);
        CheckAfterCancel(life);
        foreach (var task in state.Touched)
        {
            Assert.True(task.BodyAttempts <= task.Node.Definition.Attempts, $"Task '{task.Node.Id}' had {task.BodyAttempts} attempts.");
            Assert.False(task.Status is NodeStatus.Running or NodeStatus.Waiting, $"Task '{task.Node.Id}' of an ended job is {task.Status}.");
            Assert.Equal(task.Status == NodeStatus.Stopped, task.Outcome == TaskRunOutcome.Canceled);
        }

        if (state.Status == JobStatus.Succeeded)
        {
            Assert.Equal(state.Plan.Chain.Children.Count, state.Touched.Count);
            Assert.All(state.Touched, task => Assert.Equal(NodeStatus.Succeeded, task.Status));
        }

        if (state.Status == JobStatus.Failed) Assert.NotNull(state.Error);
    }

    /// <summary>After the request nothing of the chain or of onerror starts; oncancel goes through its tasks once, in order, to the first that fails.</summary>
    private static void CheckAfterCancel(SimulatedLife life)
    {
        var isRequested = false;
        var tidied = new List<int>();
        foreach (var happened in life.Events)
        {
            isRequested |= happened is JobEvent.CancelRequested;
            if (happened is not JobEvent.TaskStarted started) continue;
            var node = life.State.Plan.Task(started.Node);
            Assert.Equal(isRequested, node.Phase == PlanPhase.OnCancel);
            if (isRequested && !tidied.Contains(node.Index)) tidied.Add(node.Index);
        }

        Assert.True(life.Events.Count(happened => happened is JobEvent.CancelRequested) <= 1);
        Assert.Equal(Enumerable.Range(0, tidied.Count), tidied);
        if (isRequested && life.WasStartedBeforeCancel && life.State.Plan.OnCancel is not null) Assert.NotEmpty(tidied);
    }

    private static void ForAll(Mischief mischief, bool hasTimeouts, Action<RandomWorkflow, SimulatedLife> check)
    {
        var first = Random.Shared.Next(1_000_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"First seed: {first}");
        for (var seed = first; seed < first + Lives; seed++)
        {
            try
            {
                var workflow = new RandomWorkflow(seed, hasTimeouts);
                check(workflow, new SimulatedLife(workflow, mischief, seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }
}
