using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Services;

/// <summary>Makes views of jobs.</summary>
internal static class JobViews
{
    /// <summary>node-workflow's result of a task that has none.</summary>
    public static RawJson Nothing { get; } = new("\"OK\""u8.ToArray());

    /// <summary>A job with everything.</summary>
    /// <param name="posted">As posted.</param>
    /// <param name="state">As its logbook tells it.</param>
    /// <param name="pins">What it is pinned to, or null when that cannot be had.</param>
    /// <param name="now">The instant, by the clock of the node that has the job.</param>
    /// <param name="fraction">How far the running task is, from 0 to 1.</param>
    public static JobView Of(NewJob posted, JobState state, LoadedLock? pins, DateTimeOffset now, double fraction)
    {
        var workflow = state.Plan.Workflow;
        return Basic(posted, state.Posting, workflow, state.Status) with
        {
            Params = state.Params,
            Properties = state.Properties,
            NextAttempt = state.NextAttempt,
            Chain = workflow.ChainJson,
            OnError = workflow.OnErrorJson,
            OnCancel = workflow.OnCancelJson,
            OnCancelMd5 = workflow.OnCancelMd5,
            ChainResults = Results(state, PlanPhase.Chain, pins),
            OnErrorResults = workflow.OnError is null ? null : Results(state, PlanPhase.OnError, pins),
            OnCancelResults = workflow.OnCancel is null ? null : Results(state, PlanPhase.OnCancel, pins),
            StartedAt = state.StartedAt,
            FinishedAt = state.FinishedAt,
            Elapsed = state.Elapsed(now),
            Runner = state.Runner is { } runner ? new RunnerId(runner) : null,
            CurrentTask = CurrentTask(state),
            Progress = ProgressOf(state, fraction),
            Error = state.Status == JobStatus.Failed ? state.Error : null,
            IsCancelRequested = state.IsCancelRequested && !state.Status.IsFinal(),
        };
    }

    /// <summary>A job as lists show it.</summary>
    /// <param name="stored">The job; its logbook is not looked at.</param>
    /// <param name="workflow">Its revision, or null when that is not stored any more.</param>
    public static JobView Summary(StoredJob stored, WorkflowDefinition? workflow) =>
        Basic(stored.Posted, JobJson.ReadPosting(stored.Posted), workflow, stored.Status) with
        {
            Runner = stored.Owner,
            FinishedAt = stored.EndedAt,
            IsPaused = IsHeld(stored),
            IsCancelRequested = stored.IsCancelRequested && !stored.Status.IsFinal(),
            IsSummary = true,
        };

    /// <summary>A job as it was just posted.</summary>
    public static JobView Posted(NewJob posted, JobPosting posting, WorkflowDefinition workflow) => Basic(posted, posting, workflow, JobStatus.Queued) with
    {
        Chain = workflow.ChainJson,
        OnError = workflow.OnErrorJson,
        OnCancel = workflow.OnCancelJson,
        OnCancelMd5 = workflow.OnCancelMd5,
        OnErrorResults = workflow.OnError is null ? null : [],
        OnCancelResults = workflow.OnCancel is null ? null : [],
    };

    /// <summary>True when nothing of a job is started because somebody paused it.</summary>
    public static bool IsHeld(StoredJob stored) => (stored.IsPaused || stored.IsNamePaused) && !stored.Status.IsFinal();

    private static JobView Basic(NewJob posted, JobPosting posting, WorkflowDefinition? workflow, JobStatus status) => new()
    {
        Id = posted.Id.Value,
        WorkflowId = posted.WorkflowId,
        WorkflowRevision = posted.WorkflowRevision,
        Name = posted.Name,
        Status = status,
        Target = posted.Target,
        Consumer = posted.Consumer,
        Params = posting.Params,
        Properties = posting.StartProperties(workflow),
        Locks = posting.Locks,
        ExecAfter = posting.ExecAfter,
        CreatedAt = posted.CreatedAt,
        NumAttempts = posting.NumAttempts,
        PreviousAttempt = posting.PreviousAttempt,
        Timeout = workflow?.Timeout ?? TimeSpan.Zero,
        MaxAttempts = workflow?.MaxAttempts ?? 0,
        InitialDelay = workflow?.ShownInitialDelay,
        MaxDelay = workflow?.ShownMaxDelay,
    };

    private static string? CurrentTask(JobState state) =>
        state.Active is { Status: NodeStatus.Running or NodeStatus.Waiting } active && !state.Status.IsFinal() ? active.Node.Name : null;

    private static double ProgressOf(JobState state, double fraction)
    {
        if (state.Status == JobStatus.Succeeded) return 1;
        var all = state.Plan.Workflow.Chain.Count;
        if (all == 0) return 0;
        var done = 0d;
        foreach (var task in state.Touched)
        {
            if (task.Node.Phase == PlanPhase.Chain && task.Status == NodeStatus.Succeeded) done++;
        }

        if (state.Active is { Outcome: null } running && running.Node.Phase == PlanPhase.Chain) done += fraction;
        return done / all;
    }

    private static List<TaskResultView> Results(JobState state, PlanPhase phase, LoadedLock? pins)
    {
        var views = new List<TaskResultView>();
        foreach (var task in state.Touched)
        {
            if (task.Node.Phase == phase) views.Add(Result(task, pins));
        }

        if (state.BareTimeouts is null) return views;
        foreach (var (timedOut, at) in state.BareTimeouts)
        {
            if (timedOut == phase) views.Add(BareTimeout(at));
        }

        return views;
    }

    /// <summary>The workflow's time was over between two tasks: node-workflow's entry of no task.</summary>
    private static TaskResultView BareTimeout(DateTimeOffset at) => new()
    {
        Name = "",
        Node = "",
        Status = StatusWord(NodeStatus.Failed),
        Error = JobErrors.WorkflowTimeout(null),
        Word = JobErrors.WorkflowTimeoutText,
        StartedAt = at,
        FinishedAt = at,
    };

    private static TaskResultView Result(NodeState task, LoadedLock? pins) => new()
    {
        Name = task.Node.Name,
        Node = task.Node.Id,
        Status = StatusWord(task.Status),
        Result = task.Outcome is TaskRunOutcome.Queue or TaskRunOutcome.Wait or TaskRunOutcome.Retry ? Nothing : task.Result,
        Error = task.Status is NodeStatus.Failed or NodeStatus.Running ? task.Error : null,
        Word = Word(task),
        StartedAt = task.StartedAt,
        FinishedAt = task.Status is NodeStatus.Running or NodeStatus.Waiting ? null : task.FinishedAt, // A run has ended; the task goes on.
        Attempts = task.BodyAttempts,
        FellBack = task.Fallback,
        Interrupted = task.WasInterrupted,
        Modules = pins?.Given(task.Node) ?? [],
    };

    /// <summary>node-workflow's words: its clients compare them.</summary>
    private static string? Word(NodeState task) => task.Outcome switch
    {
        TaskRunOutcome.Queue => "queue",
        TaskRunOutcome.Wait => "wait",
        TaskRunOutcome.Retry => "retry",
        TaskRunOutcome.Canceled => "cancel",
        TaskRunOutcome.TimedOut => task.Error?.Message ?? JobErrors.TaskTimeoutText,
        _ => null,
    };

    private static string StatusWord(NodeStatus status) => status switch
    {
        NodeStatus.NotStarted => "not_started",
        NodeStatus.Running => "running",
        NodeStatus.Waiting => "waiting",
        NodeStatus.Succeeded => "succeeded",
        NodeStatus.Failed => "failed",
        NodeStatus.Skipped => "skipped",
        NodeStatus.Stopped => "stopped",
        NodeStatus.Reverting => "reverting",
        NodeStatus.Reverted => "reverted",
        _ => "revert_failed",
    };
}
