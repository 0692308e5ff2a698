using System.Diagnostics;
using System.Text.Json.Serialization;
using TaskChain.Contracts;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>Which kind of event, for the transition table.</summary>
internal enum JobEventKind
{
    Claimed,
    TaskStarted,
    TaskEnded,
    TimedOut,
    Requeued,
    Suspended,
    Resumed,
    CancelRequested,
    Succeeded,
    Failed,
    Canceled,
    Retried,
}

/// <summary>Why a job went back to the board.</summary>
internal enum RequeueReason
{
    /// <summary>A task asked for it and is done.</summary>
    Queue,

    /// <summary>A task asked to be run again later.</summary>
    Again,

    /// <summary>A failed attempt is repeated after a delay.</summary>
    Retry,

    /// <summary>The runner stops.</summary>
    Stopping,

    /// <summary>The job, or all jobs of its workflow's name, are paused.</summary>
    Paused,
}

/// <summary>
/// Something that happened to a job: one line of its logbook. The wire form never changes meaning, since old logbooks are read for ever.
/// </summary>
/// <param name="At">When, by the clock of the node that wrote it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(Claimed), "claimed")]
[JsonDerivedType(typeof(TaskStarted), "task_started")]
[JsonDerivedType(typeof(TaskEnded), "task_ended")]
[JsonDerivedType(typeof(TimedOut), "timed_out")]
[JsonDerivedType(typeof(Requeued), "requeued")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(CancelRequested), "cancel_requested")]
[JsonDerivedType(typeof(Succeeded), "succeeded")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Canceled), "canceled")]
[JsonDerivedType(typeof(Retried), "retried")]
internal abstract record JobEvent(DateTimeOffset At)
{
    [JsonIgnore]
    public JobEventKind Kind => this switch
    {
        Claimed => JobEventKind.Claimed,
        TaskStarted => JobEventKind.TaskStarted,
        TaskEnded => JobEventKind.TaskEnded,
        TimedOut => JobEventKind.TimedOut,
        Requeued => JobEventKind.Requeued,
        Suspended => JobEventKind.Suspended,
        Resumed => JobEventKind.Resumed,
        CancelRequested => JobEventKind.CancelRequested,
        Succeeded => JobEventKind.Succeeded,
        Failed => JobEventKind.Failed,
        Canceled => JobEventKind.Canceled,
        Retried => JobEventKind.Retried,
        _ => throw new UnreachableException(),
    };

    /// <summary>A runner has the job now.</summary>
    internal sealed record Claimed(DateTimeOffset At, Guid Runner) : JobEvent(At);

    /// <summary>A run of a task's body or fallback begins.</summary>
    internal sealed record TaskStarted(DateTimeOffset At, string Node, int Attempt) : JobEvent(At)
    {
        public bool Fallback { get; init; }

        public bool Interrupted { get; init; }
    }

    /// <summary>A run ended.</summary>
    internal sealed record TaskEnded(
        DateTimeOffset At, string Node, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TaskRunOutcome Outcome) : JobEvent(At)
    {
        public RawJson Result { get; init; }

        public JobErrorView? Error { get; init; }

        /// <summary>True when a failure must not be repeated.</summary>
        public bool Permanent { get; init; }

        /// <summary>The parameters when the run changed them.</summary>
        public RawJson Params { get; init; }

        /// <summary>Properties that the run set; null removes one.</summary>
        public RawJson Changes { get; init; }

        public TimeSpan After { get; init; }

        public DateTimeOffset? Deadline { get; init; }
    }

    /// <summary>The workflow's timeout passed; whatever was under way is over.</summary>
    internal sealed record TimedOut(DateTimeOffset At, string? Node) : JobEvent(At);

    /// <summary>Back to the board.</summary>
    internal sealed record Requeued(
        DateTimeOffset At, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] RequeueReason Reason) : JobEvent(At)
    {
        public TimeSpan Delay { get; init; }
    }

    /// <summary>Waits to be resumed.</summary>
    internal sealed record Suspended(DateTimeOffset At, DateTimeOffset? Deadline) : JobEvent(At);

    /// <summary>A caller resumed it.</summary>
    internal sealed record Resumed(DateTimeOffset At) : JobEvent(At)
    {
        public RawJson Result { get; init; }

        public JobErrorView? Error { get; init; }
    }

    /// <summary>A caller wants it to end.</summary>
    internal sealed record CancelRequested(DateTimeOffset At) : JobEvent(At)
    {
        /// <summary>Who wants it; null when that is not known here.</summary>
        public string? By { get; init; }
    }

    /// <summary>The chain ended well.</summary>
    internal sealed record Succeeded(DateTimeOffset At) : JobEvent(At);

    /// <summary>The job failed.</summary>
    internal sealed record Failed(DateTimeOffset At, JobErrorView Error) : JobEvent(At);

    /// <summary>The job was cancelled.</summary>
    internal sealed record Canceled(DateTimeOffset At) : JobEvent(At)
    {
        /// <inheritdoc cref="CancelRequested.By"/>
        public string? By { get; init; }
    }

    /// <summary>The job ended by asking for a new attempt of the whole.</summary>
    internal sealed record Retried(DateTimeOffset At, Guid? Next) : JobEvent(At);
}
