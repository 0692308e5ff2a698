using TaskChain.Contracts.Problems;
using TaskChain.Engine.Caching;
using TaskChain.Engine.Modules;

namespace TaskChain.Engine.Submission;

/// <summary>What jobs of a workflow are pinned to under the catalogue of today, or why they cannot run.</summary>
internal sealed record ResolvedLock(LoadedLock? Lock, IReadOnlyList<ProblemItem> Problems);

/// <summary>Resolves a workflow for its jobs: a look-up unless the catalogue has changed since the last job of it.</summary>
internal sealed class LockResolver(WorkflowChecker checker, JobLocks locks, CatalogueWatch catalogue)
{
    private const int Capacity = 4096;

    private readonly GenerationCache<(Guid Revision, long Catalogue), ResolvedLock> _resolved = new(Capacity);

    public ValueTask<ResolvedLock> ResolveAsync(LoadedWorkflow workflow, CancellationToken cancellationToken)
    {
        var snapshot = catalogue.Current;
        return _resolved.Find((workflow.Stored.Revision, snapshot.Revision)) is { } known
            ? new(known)
            : new(ResolveNewAsync(workflow, snapshot, cancellationToken));
    }

    /// <summary>Remembers what the check at submit found.</summary>
    public async Task AddAsync(LoadedWorkflow workflow, CheckResult check, long revision, CancellationToken cancellationToken)
    {
        if (check.Lock is null) return;
        var pins = await locks.SaveAsync(check.Lock, workflow.Plan, cancellationToken);
        _resolved.Set((workflow.Stored.Revision, revision), new ResolvedLock(pins, []));
    }

    private async Task<ResolvedLock> ResolveNewAsync(LoadedWorkflow workflow, CatalogueSnapshot snapshot, CancellationToken cancellationToken)
    {
        var check = await checker.CheckAsync(workflow.Definition, snapshot, cancellationToken);
        var pins = check.Lock is null ? null : await locks.SaveAsync(check.Lock, workflow.Plan, cancellationToken);
        var resolved = new ResolvedLock(pins, check.Problems);

        // A compiler that ran out of time may do better on another day: only what the catalogue alone decides is remembered.
        if (check.Problems.All(item => item.Code != ProblemCodes.ScriptTooComplex)) _resolved.Set((workflow.Stored.Revision, snapshot.Revision), resolved);
        if (pins is not null) pins.VerifiedAt = snapshot.Revision;
        return resolved;
    }
}
