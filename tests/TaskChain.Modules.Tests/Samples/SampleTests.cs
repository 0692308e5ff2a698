using System.Globalization;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>The sample workflows end right against the real service, whatever goes wrong on the way.</summary>
public sealed class SampleTests(SampleLab lab) : IClassFixture<SampleLab>
{
    private const int AtOnce = 16;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TASKCHAIN_LONG_TESTS") == "1";
    private static readonly IReadOnlyList<SampleCase> Cases = [.. MachineSamples.All, .. ImageSamples.All, .. ServerSamples.All, .. MigrationSample.All];

    public static TheoryData<string> Samples() => new(Cases.Select(sample => sample.Workflow));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_Undisturbed_SucceedsAndLeavesNothing(string workflow)
    {
        var sample = Case(workflow);
        var job = await sample.Prepare(lab.Datacenter);

        var ended = await lab.EndOfAsync(await lab.PostAsync(SampleLab.WorkflowOf(sample), job));

        Assert.True(ended.Execution == "succeeded", Describe(ended));
        Assert.Null(await sample.Wrong(lab.Datacenter, job));
        Assert.Null(await lab.LeftoversAsync(job, []));
    }

    [Fact]
    public Task EachTaskOfEachSample_FailingOnce_EndsRight() => SweepAsync(hangs: false);

    [Fact]
    public Task EachTaskOfEachSample_TimingOutOnce_EndsRight() => SweepAsync(hangs: true);

    private static SampleCase Case(string workflow) => Cases.Single(sample => sample.Workflow == workflow);

    // Before its work and after it, when only the answer is lost. In the short run every task fails in one of the two ways.
    private static IEnumerable<(SampleCase Sample, int Index, string When)> Points(bool hangs) =>
        from sample in Cases
        from index in Enumerable.Range(0, SampleLab.WorkflowOf(sample).Chain.Count)
        from before in (bool[])[true, false]
        where IsLong || before == (index % 2 == 0) ^ hangs
        select (sample, index, before ? "before" : "after");

    private async Task SweepAsync(bool hangs)
    {
        using var slots = new SemaphoreSlim(AtOnce);
        var problems = await Task.WhenAll(Points(hangs).Select(async point =>
        {
            await slots.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await DisturbAsync(point.Sample, point.Index, point.When, hangs) is { } problem
                    ? string.Create(CultureInfo.InvariantCulture, $"{point.Sample}, task {point.Index} ('{SampleLab.WorkflowOf(point.Sample).Chain[point.Index].Name}') {point.When}: {problem}")
                    : null;
            }
            finally
            {
                slots.Release();
            }
        }));

        Assert.True(problems.All(problem => problem is null), string.Join("\n", problems.OfType<string>()));
    }

    private async Task<string?> DisturbAsync(SampleCase sample, int index, string when, bool hangs)
    {
        var workflow = TrippedWorkflow.Of(SampleLab.WorkflowOf(sample));
        var job = await sample.Prepare(lab.Datacenter);
        await lab.PlanAsync(job, index, when, hangs);

        var ended = await lab.EndOfAsync(await lab.PostAsync(hangs ? TrippedWorkflow.WithTimeout(workflow, index, seconds: 2) : workflow, job));

        // On a loaded machine a task's time may be over before it gets to the point.
        await lab.Datacenter.DeleteAsync("/admin/faults?path=" + TrippedWorkflow.Point(job, index, when));
        if (ended.Execution != "failed") return "It has not failed: " + Describe(ended);
        if (ended.ChainResults.Count != index + 1) return $"Another task has failed: {Describe(ended)}";
        if (await WrongAfterCompensationAsync(sample, job, workflow, ended.OnerrorResults) is { } wrong) return wrong;
        return await WrongAfterPostingAgainAsync(sample, job, workflow);
    }

    private async Task<string?> WrongAfterCompensationAsync(SampleCase sample, SampleJob job, WorkflowDocument workflow, IReadOnlyList<TaskResultDocument>? compensation)
    {
        // The last task of some error chains says that the job has failed, by failing itself.
        var expected = workflow.Onerror!.Select(task => task.Name).ToList();
        var ran = (compensation ?? []).Where(task => task.Status == "succeeded" || task.Name is "On error" or "onerror").Select(task => task.Name).ToList();
        if (!ran.SequenceEqual(expected)) return $"The error chain ran {string.Join(", ", compensation?.Select(task => $"{task.Name} {task.Status} {task.Error}") ?? [])}.";
        return await lab.LeftoversAsync(job, sample.LeftUntilPostedAgain) ?? await sample.HalfMade(lab.Datacenter, job);
    }

    // The fault has happened; the same job, posted again, goes all the way, unless the first one had done all the work.
    private async Task<string?> WrongAfterPostingAgainAsync(SampleCase sample, SampleJob job, WorkflowDocument workflow)
    {
        var wasDone = await sample.Wrong(lab.Datacenter, job) is null;
        var ended = await lab.EndOfAsync(await lab.PostAsync(workflow, job, wasDone ? null : await sample.PrepareAgain(lab.Datacenter, job)));
        if (ended.Execution != "succeeded" && !wasDone) return "Posted again: " + Describe(ended);
        return await sample.Wrong(lab.Datacenter, job) ?? await lab.LeftoversAsync(job, []);
    }

    private static string Describe(JobDocument job) =>
        $"job {job.Uuid} is {job.Execution}, {job.Error?.Message}\n  " + string.Join("\n  ", job.ChainResults.Concat(job.OnerrorResults ?? []).Concat(job.OncancelResults ?? [])
            .Select(task => $"{task.Name} {task.Status} {task.Error} {task.Result}"));
}
