using System.Diagnostics;
using TaskChain.Contracts;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>
/// A job as its logbook tells it: the fold of its events. Deterministic: no clock, no I/O. Each event costs the same however long the chain is.
/// Not thread-safe; its owner guards it.
/// </summary>
internal sealed class JobState
{
    private readonly NodeState?[] _nodes;
    private readonly JobClock _clock = new();

    public JobState(Plan plan, JobPosting posting)
    {
        Plan = plan;
        Posting = posting;
        Params = posting.Params;
        Properties = posting.StartProperties(plan.Workflow);
        _nodes = new NodeState?[plan.Nodes.Count];
    }

    public Plan Plan { get; }

    public JobPosting Posting { get; }

    public JobStatus Status { get; private set; } = JobStatus.Queued;

    /// <summary>Number of events applied: the next entry's sequence number.</summary>
    public int EventCount { get; private set; }

    /// <summary>Which tree is being worked on.</summary>
    public PlanPhase Phase { get; private set; }

    /// <summary>The task that ran last or runs; null before the first.</summary>
    public NodeState? Active { get; private set; }

    /// <summary>Tasks in the order in which they were started first, each once.</summary>
    public List<NodeState> Touched { get; } = [];

    public RawJson Params { get; private set; }

    /// <summary>A JSON object; absent when there are none.</summary>
    public RawJson Properties { get; private set; }

    /// <summary>Why the job fails, once a task failed for good or time was over.</summary>
    public JobErrorView? Error { get; private set; }

    /// <summary>True when the workflow's timeout passed in this phase.</summary>
    public bool IsTimedOut { get; private set; }

    /// <summary>Phases whose time was over while none of their tasks was under way, with the instants; null when there are none.</summary>
    public List<(PlanPhase Phase, DateTimeOffset At)>? BareTimeouts { get; private set; }

    /// <summary>True once the logbook says that the job is to be cancelled: it ends in no other way.</summary>
    public bool IsCancelRequested { get; private set; }

    public Guid? Runner { get; private set; }

    public Guid? NextAttempt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The state of a task, or null when it was never started.</summary>
    public NodeState? Find(PlanNode node) => _nodes[node.Ordinal];

    /// <summary>How long the job has run so far, in all phases.</summary>
    public TimeSpan Elapsed(DateTimeOffset now) => _clock.Total(now);

    /// <summary>What counts against the workflow's timeout in this phase.</summary>
    public TimeSpan PhaseElapsed(DateTimeOffset now) => _clock.InPhase(now);

    /// <summary>Folds one more event in.</summary>
    /// <exception cref="InvalidOperationException">The transition table refuses it: the logbook is damaged.</exception>
    public void Apply(JobEvent happened)
    {
        Status = JobTransitions.Next(Status, happened.Kind) ?? throw new InvalidOperationException(
            $"A job that is {Status.ToWord()} cannot have the event '{JobTransitions.Word(happened.Kind)}' (number {EventCount}).");
        switch (happened)
        {
            case JobEvent.Claimed claimed: OnClaimed(claimed); break;
            case JobEvent.TaskStarted started: OnStarted(started); break;
            case JobEvent.TaskEnded ended: OnEnded(ended); break;
            case JobEvent.TimedOut timedOut: OnTimedOut(timedOut); break;
            case JobEvent.Requeued requeued: OnRequeued(requeued); break;
            case JobEvent.Suspended suspended: OnParked(suspended.At); break;
            case JobEvent.Resumed resumed: OnResumed(resumed); break;
            case JobEvent.CancelRequested: OnCancelRequested(happened.At); break;
            case JobEvent.Succeeded: OnFinished(happened.At); break;
            case JobEvent.Failed failed: OnFailed(failed); break;
            case JobEvent.Canceled: OnCanceled(happened.At); break;
            case JobEvent.Retried retried: OnRetried(retried); break;
            default: throw new UnreachableException();
        }

        _clock.Saw(happened.At);
        EventCount++;
    }

    private void OnClaimed(JobEvent.Claimed claimed)
    {
        _clock.Claim(claimed.At);
        Runner = claimed.Runner;
        if (Active is { Status: NodeStatus.Running, Outcome: null } cutOff) cutOff.Interrupted = cutOff.WasInterrupted = true;
    }

    private void OnStarted(JobEvent.TaskStarted started)
    {
        var task = Plan.Task(started.Node);
        var state = _nodes[task.Ordinal];
        if (state is null)
        {
            state = _nodes[task.Ordinal] = new NodeState(task) { StartedAt = started.At };
            Touched.Add(state);
        }

        var same = state.Attempt == started.Attempt && state.Fallback == started.Fallback;
        if (!same) state.Used = TimeSpan.Zero;
        if (!started.Fallback) state.BodyAttempts = started.Attempt;
        state.Attempt = started.Attempt;
        state.Fallback = started.Fallback;
        state.Status = NodeStatus.Running;
        state.Outcome = null;
        state.Interrupted = false;
        state.Parked = false;
        state.RunStartedAt = started.At;
        state.FinishedAt = null;
        EnterPhase(task.Phase, started.At);
        StartedAt ??= started.At;
        Active = state;
    }

    private void EnterPhase(PlanPhase phase, DateTimeOffset at)
    {
        if (phase == Phase) return;
        Phase = phase;
        IsTimedOut = false;
        _clock.StartPhase(at);
    }

    private void OnEnded(JobEvent.TaskEnded ended)
    {
        var state = Find(Plan.Task(ended.Node)) ?? throw new InvalidOperationException($"Task '{ended.Node}' ended without having started.");
        state.Outcome = ended.Outcome;
        state.Permanent = ended.Permanent;
        state.Result = ended.Result;
        state.Error = ended.Error;
        state.After = ended.After;
        state.Deadline = ended.Deadline;
        state.FinishedAt = ended.At;
        state.Status = StatusAfter(ended.Outcome);
        if (ended.Outcome == TaskRunOutcome.Again) state.Used += ended.At - state.RunStartedAt + ended.After;
        if (!ended.Params.IsAbsent) Params = ended.Params;
        Properties = JobProperties.Merge(Properties, ended.Changes);
        if (state.Status == NodeStatus.Failed && Phase == PlanPhase.Chain) Error = ended.Error;
    }

    private static NodeStatus StatusAfter(TaskRunOutcome outcome) => outcome switch
    {
        TaskRunOutcome.Succeeded or TaskRunOutcome.Queue or TaskRunOutcome.Retry => NodeStatus.Succeeded,
        TaskRunOutcome.Failed or TaskRunOutcome.TimedOut => NodeStatus.Failed,
        TaskRunOutcome.Canceled => NodeStatus.Stopped,
        TaskRunOutcome.Again => NodeStatus.Running,
        TaskRunOutcome.Wait => NodeStatus.Waiting,
        _ => throw new UnreachableException(),
    };

    private void OnTimedOut(JobEvent.TimedOut timedOut)
    {
        IsTimedOut = true;
        var state = timedOut.Node is null ? null : Find(Plan.Task(timedOut.Node));
        var error = JobErrors.WorkflowTimeout(state?.Node);
        if (Phase == PlanPhase.Chain) Error = error;
        if (state is null)
        {
            (BareTimeouts ??= []).Add((Phase, timedOut.At));
            return;
        }

        state.Outcome = TaskRunOutcome.TimedOut;
        state.Status = NodeStatus.Failed;
        state.Permanent = true;
        state.Error = error;
        state.Result = default;
        state.FinishedAt = timedOut.At;
    }

    private void OnRequeued(JobEvent.Requeued requeued)
    {
        OnParked(requeued.At);
        // Pauses that stand in for polling inside a body count against the limits; time on the board does not.
        if (requeued.Reason is RequeueReason.Again or RequeueReason.Retry) _clock.Count(requeued.Delay);
    }

    private void OnParked(DateTimeOffset at)
    {
        _clock.Release(at);
        Runner = null;
        if (Active is { Outcome: not null } ended) ended.Parked = true;
    }

    private void OnResumed(JobEvent.Resumed resumed)
    {
        if (Active is not { Status: NodeStatus.Waiting } waiting) return;
        waiting.FinishedAt = resumed.At;
        waiting.Result = resumed.Result;
        waiting.Error = resumed.Error;
        waiting.Permanent = true;
        waiting.Outcome = resumed.Error is null ? TaskRunOutcome.Succeeded : TaskRunOutcome.Failed;
        waiting.Status = StatusAfter(waiting.Outcome.Value);
        if (waiting.Status == NodeStatus.Failed && Phase == PlanPhase.Chain) Error = resumed.Error;
    }

    private void OnCancelRequested(DateTimeOffset at)
    {
        if (IsCancelRequested) return;
        IsCancelRequested = true;
        CutOff(at);
    }

    private void OnCanceled(DateTimeOffset at)
    {
        CutOff(at);
        OnFinished(at);
    }

    /// <summary>The task that is not done yet never will be. One that ended stays as it ended.</summary>
    private void CutOff(DateTimeOffset at)
    {
        if (Active is not { Status: NodeStatus.Running or NodeStatus.Waiting } unfinished) return;
        unfinished.Status = NodeStatus.Stopped;
        unfinished.Outcome = TaskRunOutcome.Canceled;
        unfinished.Result = default;
        unfinished.Error = null;
        unfinished.Interrupted = false;
        unfinished.FinishedAt = at;
    }

    private void OnFailed(JobEvent.Failed failed)
    {
        Error = failed.Error;
        OnFinished(failed.At);
    }

    private void OnRetried(JobEvent.Retried retried)
    {
        NextAttempt = retried.Next;
        OnFinished(retried.At);
    }

    private void OnFinished(DateTimeOffset at)
    {
        if (Active is { Outcome: null } cutOff)
        {
            cutOff.Status = NodeStatus.Stopped;
            cutOff.FinishedAt = at;
        }

        _clock.Release(at);
        Runner = null;
        FinishedAt = at;
        if (Status == JobStatus.Succeeded) Error = null;
    }
}
