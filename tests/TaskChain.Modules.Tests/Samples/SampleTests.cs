namespace TaskChain.Modules.Tests.Samples;

/// <summary>The sample workflows end right against the real service, whatever goes wrong on the way.</summary>
[Collection(SampleLabGroup.Name)]
public sealed class SampleTests(SampleLab lab)
{
    private const int AtOnce = 16;
    private readonly SampleChecks _checks = new(lab);

    public static TheoryData<string> Samples() => new(SampleCases.All.Select(sample => sample.Workflow));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_Undisturbed_SucceedsAndLeavesNothing(string workflow)
    {
        var sample = SampleCases.All.Single(sample => sample.Workflow == workflow);
        var job = await sample.Prepare(lab.Datacenter);

        var ended = await lab.EndOfAsync(await lab.PostAsync(SampleLab.WorkflowOf(sample), job));

        Assert.Null(await _checks.SuccessAsync(sample, job, ended));
    }

    [Fact]
    public Task EachTaskOfEachSample_FailingOnce_EndsRight() =>
        Crowd.TryAllAsync(SamplePoint.OneIn(5, 0), AtOnce, point => DisturbAsync(point, hangs: false));

    [Fact]
    public Task EachTaskOfEachSample_TimingOutOnce_EndsRight() =>
        Crowd.TryAllAsync(SamplePoint.OneIn(5, 1), AtOnce, point => DisturbAsync(point, hangs: true));

    [Fact]
    public Task EachTaskOfEachSample_CanceledWhileItRuns_EndsRight() =>
        Crowd.TryAllAsync(SamplePoint.OneIn(5, 2), AtOnce, CancelAsync);

    [Fact]
    public async Task EachSample_CanceledAtARandomMoment_EndsRight()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var moments = SampleCases.All
            .SelectMany(sample => Enumerable.Range(0, SampleCases.IsLong ? 20 : 2).Select(_ => (Sample: sample, After: TimeSpan.FromMilliseconds(random.Next(1500)))))
            .ToList();

        await Crowd.TryAllAsync(moments, AtOnce, async moment =>
        {
            var job = await moment.Sample.Prepare(lab.Datacenter);
            var posted = await lab.PostAsync(SampleLab.WorkflowOf(moment.Sample), job);
            await Task.Delay(moment.After, TimeProvider.System, TestContext.Current.CancellationToken);
            return await JudgeCancelAsync(moment.Sample, job, posted, started: null) is { } problem ? $"(seed {seed}) {problem}" : null;
        });
    }

    [Fact]
    public Task LostAnswers_OfRequestsThatStartSomething_StartItOnce() => Crowd.TryAllAsync(LostAnswers.All, AtOnce, async lost =>
    {
        var job = await lost.Sample.Prepare(lab.Datacenter);
        await lab.Datacenter.PostAsync("/admin/faults", lost.FaultFor(job));

        var ended = await lab.EndOfAsync(await lab.PostAsync(SampleLab.WorkflowOf(lost.Sample), job));

        // Clients send again what may be sent twice; the others fail, and so does their job.
        if (ended.Execution == "succeeded") return await _checks.SuccessAsync(lost.Sample, job, ended) ?? await _checks.DoneOnceAsync(lost.Sample, job);
        var workflow = SampleLab.WorkflowOf(lost.Sample);
        return await _checks.CompensationAsync(lost.Sample, job, workflow.Onerror!, ended.OnerrorResults) ?? await _checks.PostedAgainAsync(lost.Sample, job, workflow);
    });

    private async Task<string?> DisturbAsync(SamplePoint point, bool hangs)
    {
        var sample = point.Sample;
        var workflow = TrippedWorkflow.Of(SampleLab.WorkflowOf(sample));
        var job = await sample.Prepare(lab.Datacenter);
        await lab.PlanAsync(job, point, hangs);

        var ended = await lab.EndOfAsync(await lab.PostAsync(hangs ? TrippedWorkflow.WithTimeout(workflow, point.Index, seconds: 2) : workflow, job));

        // On a loaded machine a task's time may be over before it gets to the point.
        await lab.ForgetAsync(job, point);
        if (ended.Execution != "failed" || ended.ChainResults.Count != point.Index + 1) return "Another end was expected: " + SampleChecks.Describe(ended);
        return await _checks.CompensationAsync(sample, job, workflow.Onerror!, ended.OnerrorResults) ?? await _checks.PostedAgainAsync(sample, job, workflow);
    }

    private async Task<string?> CancelAsync(SamplePoint point)
    {
        var job = await point.Sample.Prepare(lab.Datacenter);
        await lab.PlanAsync(job, point, hangs: true);
        var posted = await lab.PostAsync(TrippedWorkflow.Patient(TrippedWorkflow.Of(SampleLab.WorkflowOf(point.Sample))), job);
        await lab.HangsAsync(job, point);
        return await JudgeCancelAsync(point.Sample, job, posted, point);
    }

    private async Task<string?> JudgeCancelAsync(SampleCase sample, SampleJob job, Guid posted, SamplePoint? started)
    {
        var status = await lab.CancelAsync(posted);
        var ended = await lab.EndOfAsync(posted);
        if (status == 409) return started is null ? await _checks.SuccessAsync(sample, job, ended) : "The cancel was refused: " + SampleChecks.Describe(ended);
        if (ended.Execution != "canceled") return "It is not canceled: " + SampleChecks.Describe(ended);

        // Cancelled before its first task it has nothing to clean up.
        var workflow = SampleLab.WorkflowOf(sample);
        var expected = ended.ChainResults.Count == 0 && ended.OncancelResults is null or [] ? [] : workflow.Oncancel ?? [];
        return await _checks.CompensationAsync(sample, job, expected, ended.OncancelResults) ?? await _checks.PostedAgainAsync(sample, job, workflow);
    }
}
