using System.Diagnostics;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Cancels jobs wherever they are. Once it has answered, the job ends as cancelled whatever dies in between.</summary>
internal sealed class JobCanceler(EngineStores stores, JobReader reader, WorkflowLibrary workflows, RunnerHost host, JobHub hub, TimeProvider time)
{
    public async Task<JobCancellation> CancelAsync(JobId asked, string? by, CancellationToken cancellationToken)
    {
        var job = asked;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await stores.Jobs.FindAsync(job, cancellationToken) is not { } stored)
            {
                // A new attempt that was deleted by now has ended.
                return job == asked ? new JobCancellation.NotFound() : await AnswerAsync(asked, cancellationToken);
            }

            switch (stored.Status)
            {
                case JobStatus.Succeeded or JobStatus.Failed:
                    return job == asked ? new JobCancellation.Finished() : await AnswerAsync(asked, cancellationToken);
                case JobStatus.Canceled:
                    return await AnswerAsync(asked, cancellationToken);
                case JobStatus.Retried:
                    if (await NextAttemptAsync(stored, cancellationToken) is not { } next) return await AnswerAsync(asked, cancellationToken);
                    job = next;
                    break;
                case JobStatus.Running:
                    if (!await CancelRunningAsync(job, by, cancellationToken)) break;
                    return await AnswerAsync(asked, cancellationToken);
                case JobStatus.Queued or JobStatus.Waiting:
                    if (!await CancelIdleAsync(stored, by, cancellationToken)) break;
                    return await AnswerAsync(asked, cancellationToken);
                default:
                    throw new UnreachableException();
            }
        }
    }

    private async Task<JobCancellation> AnswerAsync(JobId job, CancellationToken cancellationToken) =>
        await reader.FindAsync(job, cancellationToken) is { } view ? new JobCancellation.Canceled(view) : new JobCancellation.NotFound();

    private async Task<bool> CancelRunningAsync(JobId job, string? by, CancellationToken cancellationToken)
    {
        if (!await stores.Control.RequestCancelAsync(job, cancellationToken)) return false;
        host.Jobs.Cancel(job, by);
        return true;
    }

    /// <summary>A job that nobody has: it ends at once, unless it has something to tidy up. False when somebody has it by now.</summary>
    private async Task<bool> CancelIdleAsync(StoredJob stored, string? by, CancellationToken cancellationToken)
    {
        if (stored.IsCancelRequested) return true;
        var posted = stored.Posted;
        var state = await FoldAsync(stored, cancellationToken);
        var tidiesUp = state is { StartedAt: not null, Plan.OnCancel: not null };
        var now = time.GetUtcNow();
        JobEvent happened = tidiesUp ? new JobEvent.CancelRequested(now) { By = by } : new JobEvent.Canceled(now) { By = by };
        var move = new IdleMove(
            posted.Id, stored.Status, JobLogbook.Length(stored.Log), 1, JobJson.Write([happened]), tidiesUp ? JobStatus.Queued : JobStatus.Canceled)
        {
            Cancels = true,
        };
        if (!await stores.Control.MoveIdleAsync(move, cancellationToken)) return false;
        if (tidiesUp) host.JobPosted();
        else await TellAsync(posted.Id, cancellationToken);
        return true;
    }

    private async Task TellAsync(JobId job, CancellationToken cancellationToken)
    {
        if (hub.IsWatched(job) && await reader.FindAsync(job, cancellationToken) is { } view) hub.Publish(new JobUpdate.Moved(job, view));
    }

    private async Task<JobId?> NextAttemptAsync(StoredJob stored, CancellationToken cancellationToken) =>
        (await FoldAsync(stored, cancellationToken))?.NextAttempt is { } next ? new JobId(next) : null;

    /// <summary>Null when the workflow's revision is lost: then there is nothing that could be run either.</summary>
    private async Task<JobState?> FoldAsync(StoredJob stored, CancellationToken cancellationToken) =>
        await workflows.FindRevisionAsync(stored.Posted.WorkflowRevision, cancellationToken) is { } workflow
            ? JobLogbook.Fold(workflow.Plan, JobJson.ReadPosting(stored.Posted), stored.Log)
            : null;
}
