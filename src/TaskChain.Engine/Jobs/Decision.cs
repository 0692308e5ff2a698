using TaskChain.Engine.Plans;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Jobs;

/// <summary>What has to happen next.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Run a task's body or fallback.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Attempt">From 1.</param>
    /// <param name="Fallback">True to run the fallback.</param>
    /// <param name="Interrupted">True when the same run was cut off before.</param>
    /// <param name="Limit">How long it may take; null means as long as it likes.</param>
    /// <param name="LimitIsWorkflows">True when the limit is what is left of the workflow's.</param>
    internal sealed record Start(TaskNode Task, int Attempt, bool Fallback, bool Interrupted, TimeSpan? Limit, bool LimitIsWorkflows) : Decision;

    /// <summary>
    /// Record that a task's time is over although no run of it is under way: a deadline passed, or a pause would outlast the limit.
    /// </summary>
    internal sealed record Expire(TaskNode Task) : Decision;

    /// <summary>Record that the workflow's time is over.</summary>
    internal sealed record TimeOut(TaskNode? Task) : Decision;

    /// <summary>Put the job back on the board.</summary>
    internal sealed record Requeue(TimeSpan Delay, RequeueReason Reason) : Decision;

    /// <summary>Wait to be resumed.</summary>
    internal sealed record Suspend(DateTimeOffset? Deadline) : Decision;

    /// <summary>End well.</summary>
    internal sealed record Succeed : Decision
    {
        public static Succeed Instance { get; } = new();
    }

    /// <summary>End as failed.</summary>
    internal sealed record Fail(JobErrorView Error) : Decision;

    /// <summary>End as cancelled.</summary>
    internal sealed record Cancel : Decision
    {
        public static Cancel Instance { get; } = new();
    }

    /// <summary>End with a new attempt of the whole job, unless there were enough.</summary>
    internal sealed record Retry(bool HasSuccessor, TimeSpan Delay) : Decision;
}
