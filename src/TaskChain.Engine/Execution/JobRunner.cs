using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Execution;

/// <summary>What a runner's loop asks of its host.</summary>
internal interface IRunnerControl
{
    /// <summary>True once the node stops: nothing more is started.</summary>
    bool IsStopping { get; }

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
    IJobStore store, ITaskSandbox sandbox, JobOutputs outputs, JobHub hub, EngineOptions options, TimeProvider time, ILogger<JobRunner> log)
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

    /// <summary>Records what happened, and what follows from it, in one entry.</summary>
    /// <param name="job">The job.</param>
    /// <param name="happened">What happened; null when a run was cut off because the node stops.</param>
    /// <param name="control">The host.</param>
    /// <returns>What to run next, or null when the job has left this node.</returns>
    public async Task<Decision.Start?> StepAsync(LiveJob job, JobEvent? happened, IRunnerControl control)
    {
        var now = time.GetUtcNow();
        var step = job.BeginEntry(entry => JobStepper.Advance(job.State, happened, now, control.IsStopping, Guid.CreateVersion7, entry));
        await job.FlushOutputAsync();
        return await RecordAsync(job, step, control) ? step.Start : null;
    }

    /// <summary>Makes an entry durable and tells who watches. False when others have the job now.</summary>
    public async Task<bool> RecordAsync(LiveJob job, JobStep step, IRunnerControl control)
    {
        if (step.Events.Count == 0) throw new UnreachableException("A claimed job that runs nothing always has something to record.");
        var events = JobJson.Write(step.Events);
        var successor = step.Successor is null ? null : SuccessorOf(job, step.Successor);
        var append = new JobAppend(job.Id, job.Epoch, job.DurableEvents, step.Events.Count, events, step.Move, successor);
        if (!await AppendAsync(job, append, control)) return false;
        job.WrittenBytes += events.Length;
        job.EndEntry();
        if (step.Move?.Status == JobStatus.Queued) control.JobPosted(due: step.Move.Delay is null || step.Move.Delay <= TimeSpan.Zero);
        if (successor is not null) control.JobPosted(due: successor.NotBefore is null);
        if (hub.IsWatched(job.Id)) Publish(job, step);
        return true;
    }

    /// <summary>Ends a job that this node cannot go on with because of a fault, so that it is not taken up for ever.</summary>
    public async Task FailAsync(LiveJob job, Exception fault, IRunnerControl control)
    {
        LogFault(fault, job.Id);
        var now = time.GetUtcNow();
        var error = new JobErrorView(fault.GetType().Name, $"The service could not run the job: {fault.Message}", ProblemCodes.InternalError);
        List<JobEvent> events = [new JobEvent.Failed(now, error)];
        await AppendAsync(
            job, new JobAppend(job.Id, job.Epoch, job.DurableEvents, events.Count, JobJson.Write(events), new JobMove(JobStatus.Failed)), control);
    }

    /// <summary>What came of a run, or null when it was cut off from here.</summary>
    private async Task<JobEvent?> RunTaskAsync(LiveJob job, Decision.Start start)
    {
        var backOff = default(BackOff);
        while (true)
        {
            try
            {
                var run = TaskRuns.Build(job, start, options);
                var observer = new RunObserver(job, start, outputs, hub, time);
                var result = await sandbox.RunAsync(run, observer, job.Life.Over);
                if (result.Outcome != TaskRunOutcome.Canceled || job.Life.Over.IsCancellationRequested)
                {
                    return TaskRuns.ToEvent(start, result, time.GetUtcNow());
                }

                LogCutOff(job.Id, start.Task.Name);
            }
            catch (OperationCanceledException) when (job.Life.Over.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e) when (e is not KeyNotFoundException)
            {
                // Not the body's doing: no worker can be had. Others may succeed later; the same attempt is run again, and told so.
                LogSandboxUnavailable(e, job.Id, start.Task.Name);
            }

            start = start with { Interrupted = true };
            try
            {
                await backOff.PauseAsync(time, job.Life.Over);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private async Task<bool> AppendAsync(LiveJob job, JobAppend append, IRunnerControl control)
    {
        var backOff = default(BackOff);
        var doubtful = false;
        while (!job.Life.IsLost)
        {
            try
            {
                if (await store.AppendAsync(append, CancellationToken.None) == AppendOutcome.Appended) return true;
                if (doubtful && await IsOursAsync(append)) return true;
                LogStale(job.Id, job.Epoch);
                return false;
            }
            catch (Exception e)
            {
                LogAppendFailed(e, job.Id);
                doubtful = true;
            }

            // Also while stopping: the outcome of a task that has run is worth a few more tries, until the life is over.
            if (control.IsStopping && job.Life.Over.IsCancellationRequested) return false;
            try
            {
                await backOff.PauseAsync(time, job.Life.Over);
            }
            catch (OperationCanceledException)
            {
                if (job.Life.IsLost) return false;
            }
        }

        return false;
    }

    /// <summary>A refused append after a failed one may be our own that had been written after all: nobody else writes under our epoch.</summary>
    private async Task<bool> IsOursAsync(JobAppend append)
    {
        var stored = await store.FindAsync(append.Job, CancellationToken.None);
        return stored is not null && stored.Epoch == append.Epoch && stored.Log.Any(entry => entry.Sequence == append.ExpectedSequence);
    }

    private NewJob SuccessorOf(LiveJob job, Successor successor)
    {
        var state = job.State;
        var posting = state.Posting with { Params = state.Params, NumAttempts = state.Posting.NumAttempts + 1, PreviousAttempt = job.Id.Value };
        var now = time.GetUtcNow();
        return job.Posted with
        {
            Id = new JobId(successor.Id),
            CreatedAt = now,
            NotBefore = successor.Delay > TimeSpan.Zero ? now + successor.Delay : null,
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

    [LoggerMessage(1010, LogLevel.Warning, "Job {JobId} could not be recorded; trying again.")]
    private partial void LogAppendFailed(Exception exception, JobId jobId);

    [LoggerMessage(1011, LogLevel.Information, "Job {JobId} is dropped: its claim {Epoch} is not valid any more.")]
    private partial void LogStale(JobId jobId, long epoch);

    [LoggerMessage(1012, LogLevel.Error, "Job {JobId} cannot go on because of a fault of the service.")]
    private partial void LogFault(Exception exception, JobId jobId);

    [LoggerMessage(1014, LogLevel.Warning, "Task {TaskName} of job {JobId} was cut off although nobody asked for it; trying again.")]
    private partial void LogCutOff(JobId jobId, string taskName);

    [LoggerMessage(1013, LogLevel.Warning, "No worker for task {TaskName} of job {JobId}; trying again.")]
    private partial void LogSandboxUnavailable(Exception exception, JobId jobId, string taskName);
}
