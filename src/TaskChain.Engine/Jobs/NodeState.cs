using TaskChain.Contracts;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>Where a node of a job's plan is.</summary>
internal enum NodeStatus
{
    NotStarted,
    Running,
    Waiting,
    Succeeded,
    Failed,
    Skipped,
    Stopped,
    Reverting,
    Reverted,
    RevertFailed,
}

/// <summary>A task of a job as its logbook tells it. Changed only by <see cref="JobState.Apply"/>.</summary>
internal sealed class NodeState(TaskNode node)
{
    public TaskNode Node { get; } = node;

    public NodeStatus Status { get; set; }

    /// <summary>Number of the latest attempt of what runs (body, or fallback), from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts of the body, as shown.</summary>
    public int BodyAttempts { get; set; }

    /// <summary>True when the latest run is the fallback's.</summary>
    public bool Fallback { get; set; }

    /// <summary>How the latest run ended; null while it is under way.</summary>
    public TaskRunOutcome? Outcome { get; set; }

    /// <summary>True when the latest failure must not be repeated.</summary>
    public bool Permanent { get; set; }

    /// <summary>True when the latest run was cut off and has to be repeated.</summary>
    public bool Interrupted { get; set; }

    /// <summary>True when any run was cut off.</summary>
    public bool WasInterrupted { get; set; }

    /// <summary>True when the job went to the board or to waiting after the latest run ended, as that run asked.</summary>
    public bool Parked { get; set; }

    public RawJson Result { get; set; }

    public JobErrorView? Error { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset RunStartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Time that earlier runs of this attempt used, the pauses they asked for counted (<c>job.Again</c>).</summary>
    public TimeSpan Used { get; set; }

    /// <summary>Pause that the latest run asked for.</summary>
    public TimeSpan After { get; set; }

    /// <summary>Deadline of waiting.</summary>
    public DateTimeOffset? Deadline { get; set; }
}
