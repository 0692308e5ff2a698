using System.Collections.Concurrent;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

/// <summary>Cancel, pause, idle and following between two nodes over a real PostgreSQL.</summary>
public sealed class PostgresLifeTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string OnCancel = ""","oncancel":[{"name":"tidy","body":"tidy"}]""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Cancel_OfARunningJob_AskedOfEitherNode_StopsItAndTidiesUp(int asked)
    {
        await using var nodes = await PostgresNodes.StartAsync(server, true, false);
        nodes.Sandbox.Bodies["held"] = UntilCancelled;
        var posted = await nodes.PostJobAsync(await nodes.PostWorkflowAsync("""[{"body":"held"},{"body":"two"}]""", OnCancel));
        await nodes.UntilAsync(posted.Id, _ => !nodes.Sandbox.Runs.IsEmpty);

        var answer = await nodes[asked].Jobs.CancelAsync(posted.Id, "tester", TestContext.Current.CancellationToken);

        Assert.IsType<JobCancellation.Canceled>(answer);
        var job = await nodes.EndOfAsync(posted.Id);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal(["held", "tidy"], nodes.Sandbox.Runs.Select(run => run.Source));
        Assert.Equal("cancel", Assert.Single(job.ChainResults).Word);
    }

    [Fact]
    public async Task Cancel_AtAnyTimeOfManyJobs_IsNeverLost()
    {
        await using var nodes = await PostgresNodes.StartAsync(server, true, true);
        nodes.Sandbox.Bodies["flaky"] = (run, _, _) => ValueTask.FromResult(run.Identity.Attempt == 1 ? FakeSandbox.Fail() : FakeSandbox.Ok());
        nodes.Sandbox.Returns("queue", FakeSandbox.Of(TaskRunOutcome.Queue));
        nodes.Sandbox.Returns("wait", FakeSandbox.Of(TaskRunOutcome.Wait));
        var workflow = await nodes.PostWorkflowAsync(
            """[{"body":"one"},{"body":"flaky","retry":2},{"body":"queue"},{"body":"four"},{"body":"wait"}]""", OnCancel);
        var acknowledged = new ConcurrentBag<Guid>();
        var posted = new ConcurrentBag<Guid>();
        await Parallel.ForAsync(0, 150, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellationToken) =>
        {
            var job = await nodes.PostJobAsync(workflow, number % 2);
            posted.Add(job.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(number % 20), TimeProvider.System, cancellationToken);
            if (await nodes[number / 2 % 2].Jobs.CancelAsync(job.Id, null, cancellationToken) is JobCancellation.Canceled) acknowledged.Add(job.Id);
        });

        Assert.Equal(posted.Count, acknowledged.Count); // All of them wait at the latest.
        foreach (var job in acknowledged) Assert.Equal(JobStatus.Canceled, (await nodes.EndOfAsync(job)).Status);
        var tidied = nodes.Sandbox.Runs.Where(run => run.Source == "tidy").Select(run => run.Run.Identity.Uuid).ToList();
        Assert.Equal(tidied.Distinct(), tidied);
    }

    [Fact]
    public async Task Pause_OfAJobAndOfAName_OnTheOtherNode_HoldsUntilResumed()
    {
        await using var nodes = await PostgresNodes.StartAsync(server, true, false);
        var end = new TaskCompletionSource<TaskRunResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes.Sandbox.Bodies["held"] = async (_, _, _) => await end.Task;
        var workflow = await nodes.PostWorkflowAsync("""[{"body":"held"},{"body":"two"}]""");
        var running = await nodes.PostJobAsync(workflow);
        await nodes.UntilAsync(running.Id, _ => !nodes.Sandbox.Runs.IsEmpty);
        Assert.IsType<JobPausing.Paused>(await nodes[1].Jobs.PauseAsync(running.Id, TestContext.Current.CancellationToken));
        await nodes.UntilAsync(running.Id, view => view.IsPaused);
        Assert.True(await nodes[1].Workflows.PauseAsync(workflow, TestContext.Current.CancellationToken));

        var held = await nodes.PostJobAsync(workflow);
        end.SetResult(FakeSandbox.Ok());
        await nodes.UntilAsync(running.Id, view => view.Status == JobStatus.Queued);
        Assert.True(await nodes[1].Workflows.ResumeAsync(workflow, TestContext.Current.CancellationToken));
        var second = await nodes.EndOfAsync(held.Id);

        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((JobStatus.Queued, true), await StateAsync(nodes, running.Id));
        await nodes[1].Jobs.ResumeAsync(running.Id, default, TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Succeeded, (await nodes.EndOfAsync(running.Id)).Status);
    }

    [Fact]
    public async Task N54_IdleRunner_LeavesJobsQueuedUntilItIsWoken()
    {
        await using var nodes = await PostgresNodes.StartAsync(server, true, false);
        var workflow = await nodes.PostWorkflowAsync("""[{"body":"one"}]""");
        var runner = Assert.Single(await nodes[1].Runners.ListAsync(TestContext.Current.CancellationToken)).Id.Value;
        Assert.True(await nodes[0].Runners.SetIdleAsync(runner, true, TestContext.Current.CancellationToken));
        var posted = await nodes.PostJobAsync(workflow);
        var later = await nodes.PostJobAsync(workflow, node: 1);

        Assert.True(Assert.Single(await nodes[1].Runners.ListAsync(TestContext.Current.CancellationToken)).IsIdle);
        Assert.Equal((JobStatus.Queued, false), await StateAsync(nodes, posted.Id));
        Assert.Empty(nodes.Sandbox.Runs);
        Assert.True(await nodes[1].Runners.SetIdleAsync(runner, false, TestContext.Current.CancellationToken));
        Assert.Equal(JobStatus.Succeeded, (await nodes.EndOfAsync(posted.Id)).Status);
        Assert.Equal(JobStatus.Succeeded, (await nodes.EndOfAsync(later.Id)).Status);
    }

    [Fact]
    public async Task History_OfManyJobs_OnBothNodes_MissesAndRepeatsNothing()
    {
        await using var nodes = await PostgresNodes.StartAsync(server, true, true);
        nodes.Sandbox.Returns("queue", FakeSandbox.Of(TaskRunOutcome.Queue));
        var workflow = await nodes.PostWorkflowAsync("""[{"body":"one"},{"body":"queue"},{"body":"three"},{"body":"four"}]""");

        await Parallel.ForAsync(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellationToken) =>
        {
            var job = await nodes.PostJobAsync(workflow, number % 2);
            foreach (var node in new[] { 0, 1 })
            {
                var (next, last) = (0, "");
                await foreach (var item in (await nodes[node].Jobs.ReadHistoryAsync(job.Id, -1, cancellationToken))!)
                {
                    if (item.Number is null) continue;
                    Assert.Equal(next++, item.Number);
                    last = item.Event;
                }

                Assert.Equal((12, "succeeded"), (next, last));
            }
        });
    }

    private static async ValueTask<TaskRunResult> UntilCancelled(TaskRun run, ITaskRunObserver? observer, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<TaskRunResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult(FakeSandbox.Of(TaskRunOutcome.Canceled)));
        return await cancelled.Task;
    }

    private static async Task<(JobStatus Status, bool IsPaused)> StateAsync(PostgresNodes nodes, Guid job) =>
        await nodes[1].Jobs.FindAsync(job, TestContext.Current.CancellationToken) is { } view ? (view.Status, view.IsPaused) : default;
}
