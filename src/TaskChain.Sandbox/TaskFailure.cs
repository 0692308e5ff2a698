namespace TaskChain.Sandbox;

/// <summary>A failure as it crosses the process boundary: the service never loads a script's or module's exception type.</summary>
/// <param name="Code">
/// For programs: <c>task_failed</c>, <c>task_timeout</c>, <c>worker_crashed</c>, <c>memory_limit_exceeded</c>, <c>result_too_large</c>,
/// <c>result_not_serializable</c>, <c>module_member_missing</c>, <c>module_load_failed</c>, or the body's own.
/// </param>
/// <param name="Message">What happened.</param>
/// <param name="TypeName">Exception type name, or null.</param>
/// <param name="StackTrace">Frames in the body's own lines, or null.</param>
/// <param name="IsRetryable">False for a permanent failure.</param>
/// <param name="Inner">The exception inside, or null.</param>
public sealed record TaskFailure(string Code, string Message, string? TypeName, string? StackTrace, bool IsRetryable, TaskFailure? Inner)
{
    /// <summary>The HTTP status that the exception tells, or null: callers of other services branch on it, and node-workflow keeps it.</summary>
    public int? StatusCode { get; init; }
}
