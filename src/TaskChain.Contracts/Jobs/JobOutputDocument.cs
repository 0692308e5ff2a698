namespace TaskChain.Contracts.Jobs;

/// <summary>What a job's tasks said and returned.</summary>
public sealed record JobOutputDocument
{
    /// <summary>The job's id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Where the job is in its life.</summary>
    public required string Execution { get; init; }

    /// <summary>Task by task, in order: chain, error chain, cancel chain.</summary>
    public required IReadOnlyList<TaskOutputDocument> Tasks { get; init; }

    /// <summary>What was appended to the job's info, by bodies and by callers.</summary>
    public required IReadOnlyList<InfoDocument> Info { get; init; }
}

/// <summary>What one task said and returned.</summary>
/// <param name="Name">Task name.</param>
/// <param name="Node">The task's place in the workflow.</param>
/// <param name="Status">Where the task is.</param>
/// <param name="Result">What it returned.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Log">Its log lines.</param>
public sealed record TaskOutputDocument(
    string Name, string Node, string Status, RawJson? Result, ErrorDocument? Error, IReadOnlyList<LogLineDocument> Log);

/// <summary>A log line.</summary>
/// <param name="At">When.</param>
/// <param name="Level"><c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
public sealed record LogLineDocument(DateTimeOffset At, string Level, string Message);

/// <summary>An element of a job's info.</summary>
/// <param name="At">When it was appended.</param>
/// <param name="Data">The element.</param>
public sealed record InfoDocument(DateTimeOffset At, RawJson Data);
