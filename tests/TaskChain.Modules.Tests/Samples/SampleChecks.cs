using System.Collections.Concurrent;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>What must hold after a sample's job. Each check says what is wrong, or null.</summary>
internal sealed class SampleChecks(SampleLab lab)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _effects = new(StringComparer.Ordinal);

    /// <summary>The job has succeeded, its things are right, nothing is left.</summary>
    public async Task<string?> SuccessAsync(SampleCase sample, SampleJob job, JobDocument ended)
    {
        if (ended.Execution != "succeeded") return Describe(ended);
        return await sample.Wrong(lab.Datacenter, job) ?? await lab.LeftoversAsync(job, []);
    }

    /// <summary>What was done to the job's things is what a job that nothing has disturbed does to them: nothing twice, nothing left out.</summary>
    public async Task<string?> DoneOnceAsync(SampleCase sample, SampleJob job)
    {
        var expected = await EffectsOfAsync(sample);
        var actual = await lab.EffectsAsync(job);
        return actual == expected ? null : $"Done was\n{actual}\nand not\n{expected}";
    }

    /// <summary>What a job that nothing disturbs does to its things.</summary>
    public Task<string> EffectsOfAsync(SampleCase sample) =>
        _effects.GetOrAdd(sample.Workflow, _ => new Lazy<Task<string>>(() => UndisturbedAsync(sample))).Value;

    /// <summary>All tasks of the error or cancel chain ran and succeeded; nothing is half-made, no ticket is left.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="job">The job's things.</param>
    /// <param name="expected">The chain.</param>
    /// <param name="results">How it went.</param>
    public async Task<string?> CompensationAsync(
        SampleCase sample, SampleJob job, IReadOnlyList<TaskDocument> expected, IReadOnlyList<TaskResultDocument>? results)
    {
        // The last task of some error chains says that the job has failed, by failing itself.
        var ran = (results ?? []).Where(task => task.Status == "succeeded" || task.Name is "On error" or "onerror").Select(task => task.Name);
        if (!ran.SequenceEqual(expected.Select(task => task.Name)))
        {
            return $"The chain that cleans up ran {string.Join(", ", results?.Select(task => $"{task.Name} {task.Status} {task.Error}") ?? [])}.";
        }

        return await lab.LeftoversAsync(job, sample.LeftUntilPostedAgain) ?? await sample.HalfMade(lab.Datacenter, job);
    }

    /// <summary>The target is free: the same job, posted again, goes all the way, unless the first one had done all the work.</summary>
    public async Task<string?> PostedAgainAsync(SampleCase sample, SampleJob job, WorkflowDocument workflow)
    {
        var wasDone = await sample.Wrong(lab.Datacenter, job) is null;
        var ended = await lab.EndOfAsync(await lab.PostAsync(workflow, job, wasDone ? null : await sample.PrepareAgain(lab.Datacenter, job)));
        if (ended.Execution != "succeeded" && !wasDone) return "Posted again: " + Describe(ended);
        return await sample.Wrong(lab.Datacenter, job) ?? await lab.LeftoversAsync(job, []);
    }

    /// <summary>How a job ended, for people.</summary>
    public static string Describe(JobDocument job) =>
        $"job {job.Uuid} is {job.Execution}, {job.Error?.Message}\n  " + string.Join("\n  ", job.ChainResults.Concat(job.OnerrorResults ?? []).Concat(job.OncancelResults ?? [])
            .Select(task => $"{task.Name} {task.Status} {task.Error} {task.Result}"));

    private async Task<string> UndisturbedAsync(SampleCase sample)
    {
        var job = await sample.Prepare(lab.Datacenter);
        var ended = await lab.EndOfAsync(await lab.PostAsync(SampleLab.WorkflowOf(sample), job));
        Assert.True(ended.Execution == "succeeded", Describe(ended));
        return await lab.EffectsAsync(job);
    }
}
