using Microsoft.Extensions.Logging;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>Appends to the logbooks of jobs that are under way here, and reads them again when that is refused.</summary>
internal sealed partial class JobAppender(IJobStore store, TimeProvider time, ILogger<JobAppender> log)
{
    /// <summary>
    /// Appends, and tries again while the store is away. A failure that does not pass is thrown. Stale also when this node was given up meanwhile.
    /// </summary>
    public async Task<AppendOutcome> AppendAsync(LiveJob job, JobAppend append, IRunnerControl control)
    {
        BackOff? backOff = null;
        while (!job.Life.IsLost)
        {
            try
            {
                var outcome = await store.AppendAsync(append, CancellationToken.None);
                if (outcome != AppendOutcome.Stale) return outcome;
                if (backOff is not null && await IsOursAsync(append)) return AppendOutcome.Appended;
                LogStale(job.Id, job.Epoch);
                return AppendOutcome.Stale;
            }
            catch (Exception e) when (StoreFaults.IsTransient(e))
            {
                LogAppendFailed(e, job.Id);
            }

            if (!await PauseAsync(job, control, backOff ??= new BackOff())) break;
        }

        return AppendOutcome.Stale;
    }

    /// <summary>Takes a job back to what its logbook says. False when others have it now.</summary>
    public async Task<bool> RestoreAsync(LiveJob job, IRunnerControl control)
    {
        var backOff = new BackOff();
        while (!job.Life.IsLost)
        {
            try
            {
                var stored = await store.FindAsync(job.Id, CancellationToken.None);
                if (stored is null || stored.Epoch != job.Epoch || stored.Status != JobStatus.Running)
                {
                    LogStale(job.Id, job.Epoch);
                    return false;
                }

                job.Restore(JobLogbook.Fold(job.State.Plan, job.State.Posting, stored.Log));
                return true;
            }
            catch (Exception e) when (StoreFaults.IsTransient(e))
            {
                LogAppendFailed(e, job.Id);
            }

            if (!await PauseAsync(job, control, backOff)) break;
        }

        return false;
    }

    /// <summary>A refused append after a failed one may be our own that had been written after all: nobody else writes under our epoch.</summary>
    private async Task<bool> IsOursAsync(JobAppend append)
    {
        var stored = await store.FindAsync(append.Job, CancellationToken.None);
        return stored is not null && stored.Epoch == append.Epoch && stored.Log.Any(entry => entry.Sequence == append.ExpectedSequence);
    }

    /// <summary>Pauses before the next try. False when there is to be none: the node is going down and its time is over, or it was given up.</summary>
    private async Task<bool> PauseAsync(LiveJob job, IRunnerControl control, BackOff backOff)
    {
        // Also while stopping: the outcome of a task that has run is worth a few more tries, until the life is over.
        if (control.IsStopping && job.Life.Over.IsCancellationRequested) return false;
        try
        {
            await backOff.PauseAsync(time, job.Life.Over);
        }
        catch (OperationCanceledException)
        {
            return !job.Life.IsLost;
        }

        return true;
    }

    [LoggerMessage(1010, LogLevel.Warning, "Job {JobId} could not be recorded; trying again.")]
    private partial void LogAppendFailed(Exception exception, JobId jobId);

    [LoggerMessage(1011, LogLevel.Information, "Job {JobId} is dropped: its claim {Epoch} is not valid any more.")]
    private partial void LogStale(JobId jobId, long epoch);
}
