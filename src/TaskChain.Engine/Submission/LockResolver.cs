using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Caching;
using TaskChain.Engine.Modules;

namespace TaskChain.Engine.Submission;

/// <summary>What jobs of a workflow are pinned to under the catalogue of today, or why they cannot run.</summary>
internal sealed record ResolvedLock(LoadedLock? Lock, IReadOnlyList<ProblemItem> Problems);

/// <summary>Resolves a workflow for its jobs: a look-up unless the catalogue has changed since the last job of it.</summary>
internal sealed partial class LockResolver(WorkflowChecker checker, JobLocks locks, CatalogueWatch catalogue, ILogger<LockResolver> log)
{
    private const int Capacity = 4096;

    private readonly GenerationCache<(Guid Revision, long Catalogue), ResolvedLock> _resolved = new(Capacity);
    private readonly ConcurrentDictionary<(Guid Revision, long Catalogue), Lazy<Task<ResolvedLock>>> _underWay = new();

    public ValueTask<ResolvedLock> ResolveAsync(LoadedWorkflow workflow, CancellationToken cancellationToken)
    {
        var snapshot = catalogue.Current;
        return _resolved.Find((workflow.Stored.Revision, snapshot.Revision)) is { } known
            ? new(known)
            : new(ResolveOnceAsync(workflow, snapshot, cancellationToken));
    }

    /// <summary>Remembers what the check at submit found, so that the workflow's first job is as fast as the others.</summary>
    public async Task AddAsync(LoadedWorkflow workflow, CheckResult check, long revision, CancellationToken cancellationToken)
    {
        if (check.Lock is null) return;
        try
        {
            var pins = await locks.SaveAsync(check.Lock, workflow.Plan, cancellationToken);
            pins.VerifiedAt = revision;
            _resolved.Set((workflow.Stored.Revision, revision), new ResolvedLock(pins, []));
        }
        catch (Exception e)
        {
            // The workflow is stored; its first job resolves anew.
            LogNotRemembered(e, workflow.Stored.Id);
        }
    }

    /// <summary>After a change of the catalogue many jobs may come at once: one of them does the work.</summary>
    private async Task<ResolvedLock> ResolveOnceAsync(LoadedWorkflow workflow, CatalogueSnapshot snapshot, CancellationToken cancellationToken)
    {
        var key = (workflow.Stored.Revision, snapshot.Revision);
        var running = _underWay.GetOrAdd(key, _ => new Lazy<Task<ResolvedLock>>(() => ResolveNewAsync(workflow, snapshot, CancellationToken.None)));
        try
        {
            return await running.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (running.Value.IsCompleted) _underWay.TryRemove(KeyValuePair.Create(key, running));
        }
    }

    private async Task<ResolvedLock> ResolveNewAsync(LoadedWorkflow workflow, CatalogueSnapshot snapshot, CancellationToken cancellationToken)
    {
        var check = await checker.CheckAsync(workflow.Definition, snapshot, cancellationToken);
        var pins = check.Lock is null ? null : await locks.SaveAsync(check.Lock, workflow.Plan, cancellationToken);
        var resolved = new ResolvedLock(pins, check.Problems);

        // A compiler that ran out of time may do better on another day: only what the catalogue alone decides is remembered.
        if (check.Problems.All(item => item.Code != ProblemCodes.ScriptTooComplex))
        {
            _resolved.Set((workflow.Stored.Revision, snapshot.Revision), resolved);
        }

        if (pins is not null) pins.VerifiedAt = snapshot.Revision;
        return resolved;
    }

    [LoggerMessage(1040, LogLevel.Warning, "The lock file of workflow {WorkflowId} could not be stored with it; its first job will make it.")]
    private partial void LogNotRemembered(Exception exception, Guid workflowId);
}
