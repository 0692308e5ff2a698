using TaskChain.Contracts.Problems;
using TaskChain.Engine.Modules;

namespace TaskChain.Engine.Submission;

/// <summary>Resolves the modules of all tasks and compiles all bodies against them; reports everything that is wrong at once (R23).</summary>
internal sealed class WorkflowChecker(ScriptCache scripts, ModuleFiles files, EngineOptions options)
{
    /// <summary>Checks a workflow against a catalogue. The same workflow and catalogue give the same result.</summary>
    public Task<CheckResult> CheckAsync(WorkflowDefinition workflow, CatalogueSnapshot catalogue, CancellationToken cancellationToken) =>
        CheckAsync([.. workflow.Tasks], catalogue, cancellationToken);

    /// <summary>Checks tasks against a catalogue.</summary>
    public async Task<CheckResult> CheckAsync(IReadOnlyList<TaskDefinition> tasks, CatalogueSnapshot catalogue, CancellationToken cancellationToken)
    {
        var results = new TaskCheckResult[tasks.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.CompileParallelism), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, tasks.Count, parallel, async (i, token) =>
        {
            results[i] = await new TaskChecker(tasks[i], catalogue, scripts, files, options.VersioningEnabled).CheckAsync(token);
        });

        ProblemItem[] problems = [.. results.SelectMany(result => result.Problems)];
        ProblemItem[] warnings = [.. results.SelectMany(result => result.Warnings)];
        if (problems.Length > 0) return new CheckResult(problems, warnings, null, null);
        TaskReport[] reports = [.. results.Select(result => new TaskReport(result.Task.NodeId, result.Task.Name, result.Modules))];
        return new CheckResult([], warnings, new CheckReport(catalogue.Revision, reports, warnings), LockOf(results));
    }

    private static LockFile LockOf(TaskCheckResult[] results)
    {
        var sets = new List<LockedSet>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        var tasks = new SortedDictionary<string, LockedTask>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (!positions.TryGetValue(result.Set.Key, out var position))
            {
                position = positions[result.Set.Key] = sets.Count;
                sets.Add(result.Set);
            }

            // Without problems every body was compiled.
            tasks.Add(result.Task.NodeId, new LockedTask(result.BodyKey!, result.FallbackKey, position));
        }

        return new LockFile(sets, tasks);
    }
}
