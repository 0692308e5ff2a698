using System.Text.Json;
using Microsoft.Extensions.Logging;
using TaskChain.Contracts.Problems;
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

        var now = time.GetUtcNow();
        var step = job.BeginEntry(entry =>
        {
            var claim = new JobEvent.Claimed(now, life.Id.Value);
            job.State.Apply(claim);
            entry.Add(claim);
            var failed = refusal is null ? null : new JobEvent.Failed(now, refusal);
            return JobStepper.Advance(job.State, failed, now, control.IsStopping, Guid.CreateVersion7, entry);
        });
        return await runner.RecordAsync(job, step, control) ? new OpenedJob(job, step.Start) : null;
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
        var error = new JobErrorView(fault.GetType().Name, $"The service could not run the job: {fault.Message}", ProblemCodes.InternalError);
        List<JobEvent> events = [new JobEvent.Claimed(now, life.Id.Value), new JobEvent.Failed(now, error)];
        await store.AppendAsync(
            new JobAppend(
                stored.Posted.Id, stored.Epoch, stored.Log.Sum(entry => entry.EventCount), events.Count, JobJson.Write(events),
                new JobMove(JobStatus.Failed)),
            CancellationToken.None);
    }

    [LoggerMessage(1030, LogLevel.Error, "Job {JobId} cannot be run: what is stored about it is not usable.")]
    private partial void LogUnusable(Exception exception, JobId jobId);
}
