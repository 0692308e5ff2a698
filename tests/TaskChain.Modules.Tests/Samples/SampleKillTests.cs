namespace TaskChain.Modules.Tests.Samples;

/// <summary>The service is killed (SIGKILL) while samples run, and started again: they end as if nothing had happened, and nothing is done twice.</summary>
[Collection(SampleLabGroup.Name)]
public sealed class SampleKillTests(SampleLab lab)
{
    private const int AtOnce = 40;
    private readonly SampleChecks _checks = new(lab);

    [Fact]
    public async Task Service_KilledAtARandomMoment_EndsAllSamplesRight()
    {
        await LearnAsync();
        for (var round = 0; round < (SampleCases.IsLong ? 20 : 1); round++)
        {
            var seed = Random.Shared.Next();
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
            var random = new Random(seed);
            var starts = SampleCases.All.SelectMany(sample => Enumerable.Range(0, 2).Select(_ => (Sample: sample, After: TimeSpan.FromMilliseconds(random.Next(1500))))).ToList();
            var kill = KillAfterAsync(TimeSpan.FromMilliseconds(500 + random.Next(2000)));

            await Crowd.TryAllAsync(starts, AtOnce, async start =>
            {
                var job = await start.Sample.Prepare(lab.Datacenter);
                await Task.Delay(start.After, TimeProvider.System, TestContext.Current.CancellationToken);
                var posted = await lab.PostStubbornlyAsync(SampleLab.WorkflowOf(start.Sample), job);
                return await JudgeAsync(start.Sample, job, posted) is { } problem ? $"(seed {seed}) {problem}" : null;
            });
            await kill;
        }
    }

    [Fact]
    public async Task Service_KilledWhileTasksAreAtTheirWork_EndsAllSamplesRight()
    {
        await LearnAsync();
        foreach (var points in SamplePoint.OneIn(7, 3).Chunk(AtOnce))
        {
            var hanging = await Task.WhenAll(points.Select(async point =>
            {
                var job = await point.Sample.Prepare(lab.Datacenter);
                await lab.PlanAsync(job, point, hangs: true);
                var posted = await lab.PostAsync(TrippedWorkflow.Patient(TrippedWorkflow.Of(SampleLab.WorkflowOf(point.Sample))), job);
                await lab.HangsAsync(job, point);
                return (Point: point, Job: job, Posted: posted);
            }));

            await lab.Service.KillAndStartAgainAsync();

            await Crowd.TryAllAsync(hanging, AtOnce, async one => await JudgeAsync(one.Point.Sample, one.Job, one.Posted) is { } problem ? $"{one.Point}: {problem}" : null);
        }
    }

    // While nothing is killed yet: the workflows are posted, and what their jobs do when nothing disturbs them is known.
    private Task LearnAsync() => Crowd.TryAllAsync(SampleCases.All, AtOnce, async sample =>
    {
        await _checks.EffectsOfAsync(sample);
        return null;
    });

    private async Task KillAfterAsync(TimeSpan time)
    {
        await Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
        await lab.Service.KillAndStartAgainAsync();
    }

    private async Task<string?> JudgeAsync(SampleCase sample, SampleJob job, Guid posted) =>
        await _checks.SuccessAsync(sample, job, await lab.EndOfAsync(posted)) ?? await _checks.DoneOnceAsync(sample, job);
}
