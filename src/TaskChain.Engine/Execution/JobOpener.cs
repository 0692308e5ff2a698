using System.Text.Json;
using Microsoft.Extensions.Logging;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Execution;

/// <summary>A job that was taken on, with what to run first; its claim is recorded.</summary>
internal sealed record OpenedJob(LiveJob Job, Decision.Start? Start);

/// <summary>Takes on claimed jobs: loads what they need, folds their logbook, verifies their pins, records the claim.</summary>
internal sealed partial class JobOpener(
    IJobStore store, WorkflowLibrary workflows, JobLocks locks, PinVerifier pins, JobRunner runner, TimeProvider time, ILogger<JobOpener> log)
{
    /// <summary>Takes a job on. Null when it is not this node's (any more) or ended at once.</summary>
    public async Task<OpenedJob?> OpenAsync(ClaimedJob claimed, RunnerLife life, IRunnerControl control)
    {
        LiveJob job;
        JobErrorView? refusal;
        try
        {
            (job, refusal) = await LoadAsync(claimed.Job, life);
        }
        catch (Exception e) when (e is JsonException or LockFileException or ModulePackageException or KeyNotFoundException or InvalidOperationException)
        {
            LogUnusable(e, claimed.Job.Posted.Id);
            await FailAsync(claimed.Job, e, life);
            return null;
        }

        if (claimed.Job.IsCancelRequested) job.RequestCancel(null);
        if (claimed.Job.IsPaused || claimed.Job.IsNamePaused) job.Paused.Set(true, stamp: 0); // Its runner died; nothing of it may be started.
        var now = time.GetUtcNow();
        var step = await runner.RecordAsync(
            job,
            (live, entry) =>
            {
                var claim = new JobEvent.Claimed(now, life.Id.Value);
                live.State.Apply(claim);
                entry.Add(claim);
                var wishes = control.WishesFor(live);
                var failed = refusal is null || wishes.Cancel ? null : new JobEvent.Failed(now, refusal);
                return JobStepper.Advance(live.State, failed, now, wishes, Guid.CreateVersion7, entry);
            },
            control);
        if (step is { } opened) return new OpenedJob(job, opened.Start);
        job.Dispose();
        return null;
    }

    private async Task<(LiveJob Job, JobErrorView? Refusal)> LoadAsync(StoredJob stored, RunnerLife life)
    {
        var posted = stored.Posted;
        var workflow = await workflows.FindRevisionAsync(posted.WorkflowRevision, life.Over)
            ?? throw new KeyNotFoundException($"The workflow revision '{posted.WorkflowRevision}' is not stored.");
        var state = JobLogbook.Fold(workflow.Plan, JobJson.ReadPosting(posted), stored.Log);
        var pinned = await locks.LoadAsync(posted.LockHash, workflow.Plan, life.Over);
        var refusal = state.StartedAt is null ? await pins.VerifyAsync(workflow, pinned, life.Over) : null;
        return (new LiveJob(posted, stored.Epoch, state, pinned, life) { DurableEvents = state.EventCount }, refusal);
    }

    private async Task FailAsync(StoredJob stored, Exception fault, RunnerLife life)
    {
        var now = time.GetUtcNow();
        var outcome = AppendOutcome.CancelRequested;
        for (var cancel = stored.IsCancelRequested || JobLogbook.AsksForCancel(stored.Log); outcome == AppendOutcome.CancelRequested; cancel = true)
        {
            List<JobEvent> events = [new JobEvent.Claimed(now, life.Id.Value), .. JobEndings.OfFault(fault, cancel, now)];
            var append = new JobAppend(
                stored.Posted.Id, stored.Epoch, JobLogbook.Length(stored.Log), events.Count, JobJson.Write(events),
                new JobMove(cancel ? JobStatus.Canceled : JobStatus.Failed))
            {
                KnowsCancel = cancel,
            };
            outcome = await store.AppendAsync(append, CancellationToken.None);
        }
    }

    [LoggerMessage(1030, LogLevel.Error, "Job {JobId} cannot be run: what is stored about it is not usable.")]
    private partial void LogUnusable(Exception exception, JobId jobId);
}
