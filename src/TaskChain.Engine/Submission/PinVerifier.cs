using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Submission;

/// <summary>Looks, before a job's first task, whether everything that the job is pinned to is still installed (R18).</summary>
internal sealed class PinVerifier(CatalogueWatch catalogue, WorkflowChecker checker)
{
    /// <summary>Why the job must not start, or null. A look-up when the catalogue has not changed since the last time.</summary>
    public ValueTask<JobErrorView?> VerifyAsync(LoadedWorkflow workflow, LoadedLock pins, CancellationToken cancellationToken)
    {
        var snapshot = catalogue.Current;
        if (pins.VerifiedAt == snapshot.Revision) return new((JobErrorView?)null);
        var missing = Missing(workflow, pins, snapshot);
        if (missing.Count > 0) return new(RefuseAsync(workflow, snapshot, missing, cancellationToken));
        pins.VerifiedAt = snapshot.Revision;
        return new((JobErrorView?)null);
    }

    private static List<ProblemItem> Missing(LoadedWorkflow workflow, LoadedLock pins, CatalogueSnapshot snapshot)
    {
        var problems = new List<ProblemItem>();
        foreach (var task in workflow.Definition.Tasks)
        {
            if (!pins.File.Tasks.TryGetValue(task.NodeId, out var locked)) continue;
            foreach (var module in pins.File.Sets[locked.Set].Modules)
            {
                var installed = snapshot.Catalogue.Find(module.Name)?.Installed.FirstOrDefault(v => v.Version == module.Version);
                if (installed?.ContentHash == module.ContentHash) continue;
                problems.Add(new ProblemItem(
                    ProblemCodes.ModuleVersionUnavailable,
                    $"Task '{task.Name}' is pinned to module '{module.Name}' {module.Version}, which was retired after the job was posted. "
                    + "Post the job again to have its modules resolved anew.")
                {
                    Pointer = task.Pointer,
                    Task = task.Name,
                    TaskIndex = task.Index,
                    Alias = module.Alias,
                    Module = module.Name,
                    Requested = module.Requested,
                });
            }
        }

        return problems;
    }

    /// <summary>When the workflow does not fit the modules of today at all, that says more than the missing pins.</summary>
    private async Task<JobErrorView?> RefuseAsync(
        LoadedWorkflow workflow, CatalogueSnapshot snapshot, List<ProblemItem> missing, CancellationToken cancellationToken)
    {
        var today = await checker.CheckAsync(workflow.Definition, snapshot, cancellationToken);
        var problems = today.Problems.Count > 0 ? today.Problems : missing;
        var body = JsonSerializer.SerializeToUtf8Bytes(problems, SubmissionJson.Default.IReadOnlyListProblemItem);
        return new JobErrorView("ModulesChanged", problems[0].Message, problems[0].Code, problems[0].Task, Problems: new RawJson(body));
    }
}
