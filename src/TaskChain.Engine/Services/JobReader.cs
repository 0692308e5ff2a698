using Microsoft.Extensions.Logging;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Finds jobs: in this node's memory, else in the store.</summary>
internal sealed partial class JobReader(
    IJobStore store, RunnerHost host, WorkflowLibrary workflows, JobLocks locks, TimeProvider time, ILogger<JobReader> log)
{
    public async ValueTask<JobView?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        if (host.Find(id)?.TryView(time.GetUtcNow()) is { } live)
        {
            return !live.IsPaused && !live.IsFinal && host.Jobs.IsNamePaused(live.Name) ? live with { IsPaused = true } : live;
        }

        return await store.FindAsync(id, cancellationToken) is { } stored ? await ReadAsync(stored, cancellationToken) : null;
    }

    /// <summary>A job as lists show it.</summary>
    public async ValueTask<JobView> ReadSummaryAsync(StoredJob stored, CancellationToken cancellationToken) =>
        JobViews.Summary(stored, (await workflows.FindRevisionAsync(stored.Posted.WorkflowRevision, cancellationToken))?.Definition);

    private async Task<JobView> ReadAsync(StoredJob stored, CancellationToken cancellationToken)
    {
        var posted = stored.Posted;
        var posting = JobJson.ReadPosting(posted);
        if (await workflows.FindRevisionAsync(posted.WorkflowRevision, cancellationToken) is not { } workflow) return JobViews.Summary(stored, null);

        var state = JobLogbook.Fold(workflow.Plan, posting, stored.Log);
        LoadedLock? pins = null;
        try
        {
            pins = await locks.LoadAsync(posted.LockHash, workflow.Plan, cancellationToken);
        }
        catch (Exception e) when (e is LockFileException or Modules.ModulePackageException)
        {
            // A job is shown without its modules rather than not at all.
            LogPinsLost(log, e, posted.Id);
        }

        // The time of a job that others have is told by their last entry: clocks of two machines are not compared.
        var last = state.FinishedAt ?? state.Active?.FinishedAt ?? state.Active?.RunStartedAt ?? posted.CreatedAt;
        var view = JobViews.Of(posted, state, pins, last, 0);
        return view with
        {
            IsPaused = JobViews.IsHeld(stored),
            IsCancelRequested = view.IsCancelRequested || (stored.IsCancelRequested && !view.IsFinal),
        };
    }

    [LoggerMessage(1050, LogLevel.Warning, "The lock file of job {JobId} cannot be read; the job is shown without its modules.")]
    private static partial void LogPinsLost(ILogger logger, Exception exception, JobId jobId);
}
