namespace TaskChain.Sandbox;

/// <summary>How a run ended.</summary>
public enum TaskRunOutcome
{
    /// <summary>The body returned; <see cref="TaskRunResult.Result"/> is its value.</summary>
    Succeeded,

    /// <summary>The body threw, or its worker died, or a limit was passed; <see cref="TaskRunResult.Failure"/> says what.</summary>
    Failed,

    /// <summary>The body outlived its timeout and was killed.</summary>
    TimedOut,

    /// <summary>The run was cancelled from outside.</summary>
    Canceled,

    /// <summary>The body returned <c>job.Queue(...)</c>.</summary>
    Queue,

    /// <summary>The body returned <c>job.Again(...)</c>.</summary>
    Again,

    /// <summary>The body returned <c>job.Wait(...)</c>.</summary>
    Wait,

    /// <summary>The body returned <c>job.Retry()</c>.</summary>
    Retry,
}

/// <summary>What came of one run.</summary>
public sealed record TaskRunResult
{
    /// <summary>How it ended.</summary>
    public required TaskRunOutcome Outcome { get; init; }

    /// <summary>The returned value as JSON; <c>"OK"</c> when the body returned nothing.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>What went wrong; set when <see cref="Outcome"/> is Failed or TimedOut.</summary>
    public TaskFailure? Failure { get; init; }

    /// <summary>The parameters after the run, as a JSON object; empty when the body did not change them.</summary>
    public ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>Properties that the body set, as a JSON object (null removes one); empty when it set none.</summary>
    public ReadOnlyMemory<byte> PropertyChanges { get; init; }

    /// <summary>Delay of Queue and Again.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Deadline of Wait; null means none.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
