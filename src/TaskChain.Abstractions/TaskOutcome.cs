namespace TaskChain;

/// <summary>What a body asks for instead of plainly succeeding.</summary>
public enum TaskOutcomeKind
{
    /// <summary>Done; requeue the job, go on with the next task then.</summary>
    Queue,

    /// <summary>Run the same task again later.</summary>
    Again,

    /// <summary>Wait until resumed.</summary>
    Wait,

    /// <summary>The whole job again, as a new linked job.</summary>
    Retry,

    /// <summary>Permanent failure.</summary>
    Fail,
}

/// <summary>An outcome made by <see cref="JobContext"/>; it takes effect when the body returns it.</summary>
public sealed class TaskOutcome
{
    internal TaskOutcome(TaskOutcomeKind kind) => Kind = kind;

    /// <summary>What is asked for.</summary>
    public TaskOutcomeKind Kind { get; }

    /// <summary>Delay of <see cref="TaskOutcomeKind.Queue"/> and <see cref="TaskOutcomeKind.Again"/>.</summary>
    public TimeSpan After { get; internal init; }

    /// <summary>Deadline of <see cref="TaskOutcomeKind.Wait"/>; null means none.</summary>
    public DateTimeOffset? Deadline { get; internal init; }

    /// <summary>Message of <see cref="TaskOutcomeKind.Fail"/>.</summary>
    public string? Message { get; internal init; }

    /// <summary>Code of <see cref="TaskOutcomeKind.Fail"/>.</summary>
    public string? Code { get; internal init; }
}
