namespace TaskChain;

/// <summary>What went wrong, as fallback, onerror, oncancel and revert bodies see it.</summary>
/// <param name="Name">Name of the error: an exception's type name, or a word such as <c>TaskTimeout</c>.</param>
/// <param name="Message">What happened.</param>
/// <param name="Code">A code for programs, for example <c>task_timeout</c>.</param>
/// <param name="Task">Name of the task that failed.</param>
public sealed record TaskError(string Name, string Message, string Code, string Task)
{
    /// <summary>The HTTP status that the exception told, or null.</summary>
    public int? StatusCode { get; init; }
}
