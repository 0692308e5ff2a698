using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Execution;

/// <summary>What a runner's loop asks of its host.</summary>
internal interface IRunnerControl
{
    /// <summary>True once the node stops: nothing more is started.</summary>
    bool IsStopping { get; }

    /// <summary>What is wanted of a job now.</summary>
    StepWishes WishesFor(LiveJob job);

    /// <summary>A write's outcome stayed unknown: the life must end so that whatever it may own is taken over.</summary>
    void Doubt(RunnerLife life);

    /// <summary>A job went to the board from here.</summary>
    /// <param name="due">False when it is for later.</param>
    void JobPosted(bool due = true);
}

/// <summary>
/// The shell around the pure core: runs what the decider says, records what came of it, one append per step. One loop per running job.
/// </summary>
internal sealed partial class JobRunner(
    JobAppender appender, ITaskSandbox sandbox, JobOutputs outputs, JobHub hub, EngineOptions options, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>Runs a job until it leaves this node. The start's entry is durable already.</summary>
    public async Task RunAsync(LiveJob job, Decision.Start? start, IRunnerControl control)
    {
        while (start is not null)
        {
            var happened = await RunTaskAsync(job, start);
            if (happened is null && job.Life.IsLost) return;
            start = await StepAsync(job, happened, control);
        }
    }

    /// <summary>Records an entry and tells who watches.</summary>
    /// <param name="job">The job.</param>
    /// <param name="advance">
    /// Makes the entry, under the job's lock. It is made anew when the first one was refused because somebody wants the job to be cancelled.
    /// </param>
    /// <param name="control">The host.</param>
    /// <returns>The step, or null when others have the job now.</returns>
    public async Task<JobStep?> RecordAsync(LiveJob job, Func<LiveJob, List<JobEvent>, JobStep> advance, IRunnerControl control)
    {
        while (true)
        {
            var step = job.BeginEntry(advance);
            await job.FlushOutputAsync();
            switch (await AppendAsync(job, step, control))
            {
                case AppendOutcome.Appended:
                    return step;
                case AppendOutcome.Stale:
                    return null;
            }

            // Nothing of the entry is written. What has happened is told again, to the job as its logbook has it, with the cancel.
            job.RequestCancel(null);
            if (!await appender.RestoreAsync(job, control)) return null;
        }
    }

    /// <summary>Ends a job that this node cannot go on with because of a fault, so that it is not taken up for ever.</summary>
    public async Task FailAsync(LiveJob job, Exception fault, IRunnerControl control)
    {
        LogFault(fault, job.Id);
        for (var cancel = job.IsCancelRequested || job.State.IsCancelRequested; ; cancel = true)
        {
            var events = JobEndings.OfFault(fault, cancel, time.GetUtcNow());
            var append = new JobAppend(
                job.Id, job.Epoch, job.DurableEvents, events.Count, JobJson.Write(events), new JobMove(cancel ? JobStatus.Canceled : JobStatus.Failed))
            {
                KnowsCancel = cancel,
            };
            switch (await appender.AppendAsync(job, append, control))
            {
                case AppendOutcome.Appended:
                    return;
                case AppendOutcome.Stale:
                    // Perhaps not because others have it, but because the entry that failed was written after all.
                    control.Doubt(job.Life);
                    return;
            }
        }
    }

    /// <summary>Records what happened, and what follows from it, in one entry.</summary>
    /// <param name="job">The job.</param>
    /// <param name="happened">What happened; null when a run was cut off because the node stops.</param>
    /// <param name="control">The host.</param>
    /// <returns>What to run next, or null when the job has left this node.</returns>
    private async Task<Decision.Start?> StepAsync(LiveJob job, JobEvent? happened, IRunnerControl control)
    {
        var now = time.GetUtcNow();
        var step = await RecordAsync(
            job, (live, entry) => JobStepper.Advance(live.State, happened, now, control.WishesFor(live), Guid.CreateVersion7, entry), control);
        return step?.Start;
    }

    /// <summary>What came of a run, or null when it was cut off because the node stops.</summary>
    private async Task<JobEvent?> RunTaskAsync(LiveJob job, Decision.Start start)
    {
        BackOff? backOff = null;
        TaskRunResult? result = null;
        var token = job.TokenOf(start);
        while (!token.IsCancellationRequested)
        {
            try
            {
                var run = TaskRuns.Build(job, start, options);
                var observer = new RunObserver(job, start, outputs, hub, time);
                result = await sandbox.RunAsync(run, observer, token);
                if (result.Outcome != TaskRunOutcome.Canceled) return TaskRuns.ToEvent(start, result, time.GetUtcNow());
                if (token.IsCancellationRequested) break;
                LogCutOff(job.Id, start.Task.Name);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not KeyNotFoundException)
            {
                // Not the body's doing: no worker can be had. Others may succeed later; the same attempt is run again, and told so.
                LogSandboxUnavailable(e, job.Id, start.Task.Name);
            }

            start = start with { Interrupted = true };
            try
            {
                await (backOff ??= new BackOff()).PauseAsync(time, token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return job.IsCancelRequested && start.Task.Phase != PlanPhase.OnCancel ? TaskRuns.Canceled(start, result, time.GetUtcNow()) : null;
    }

    /// <summary>Makes a step durable.</summary>
    private async Task<AppendOutcome> AppendAsync(LiveJob job, JobStep step, IRunnerControl control)
    {
        if (step.Events.Count == 0) throw new UnreachableException("A claimed job that runs nothing always has something to record.");
        var events = JobJson.Write(step.Events);
        var successor = step.Successor is null ? null : SuccessorOf(job, step.Successor, step.Events[^1].At);
        var append = new JobAppend(job.Id, job.Epoch, job.DurableEvents, step.Events.Count, events, step.Move, successor)
        {
            KnowsCancel = job.State.IsCancelRequested,
        };
        var outcome = await appender.AppendAsync(job, append, control);
        if (outcome != AppendOutcome.Appended) return outcome;
        job.WrittenBytes += events.Length;
        job.EndEntry();
        if (step.Move?.Status == JobStatus.Queued && step.Events[^1] is not JobEvent.Requeued { Reason: RequeueReason.Paused })
        {
            control.JobPosted(due: step.Move.Delay is null || step.Move.Delay <= TimeSpan.Zero);
        }

        if (successor is not null) control.JobPosted(due: successor.NotBefore is null);
        if (hub.IsWatched(job.Id)) Publish(job, step);
        return outcome;
    }

    private static NewJob SuccessorOf(LiveJob job, Successor successor, DateTimeOffset now)
    {
        var state = job.State;
        DateTimeOffset? notBefore = successor.Delay > TimeSpan.Zero ? now + successor.Delay : null;
        var posting = state.Posting with
        {
            Params = state.Params,
            ExecAfter = notBefore,
            NumAttempts = state.Posting.NumAttempts + 1,
            PreviousAttempt = job.Id.Value,
        };
        return job.Posted with
        {
            Id = new JobId(successor.Id),
            IsSuccessor = true,
            CreatedAt = now,
            NotBefore = notBefore,
            Document = JobJson.Write(posting),
            Owner = null,
            Events = default,
            EventCount = 0,
        };
    }

    private void Publish(LiveJob job, JobStep step)
    {
        foreach (var happened in step.Events)
        {
            switch (happened)
            {
                case JobEvent.TaskStarted started:
                    hub.Publish(new JobUpdate.TaskStarted(job.Id, started.Node, job.State.Plan.Task(started.Node).Name, started.Attempt));
                    break;
                case JobEvent.TaskEnded ended:
                    var node = job.State.Plan.Task(ended.Node);
                    hub.Publish(new JobUpdate.TaskEnded(job.Id, ended.Node, node.Name, job.State.Find(node)?.Attempt ?? 1, ended.Outcome));
                    break;
            }
        }

        if (step.Move is not null && job.TryView(time.GetUtcNow()) is { } view) hub.Publish(new JobUpdate.Moved(job.Id, view));
    }

    [LoggerMessage(1012, LogLevel.Error, "Job {JobId} cannot go on because of a fault of the service.")]
    private partial void LogFault(Exception exception, JobId jobId);

    [LoggerMessage(1014, LogLevel.Warning, "Task {TaskName} of job {JobId} was cut off although nobody asked for it; trying again.")]
    private partial void LogCutOff(JobId jobId, string taskName);

    [LoggerMessage(1013, LogLevel.Warning, "No worker for task {TaskName} of job {JobId}; trying again.")]
    private partial void LogSandboxUnavailable(Exception exception, JobId jobId, string taskName);
}
