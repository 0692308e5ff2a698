using TaskChain.Contracts.Problems;

namespace TaskChain.Contracts.Jobs;

/// <summary>What went wrong in a job or task.</summary>
/// <param name="Name">Exception type name, or a word of the service's own.</param>
/// <param name="Message">What happened.</param>
public sealed record ErrorDocument(string Name, string Message)
{
    /// <summary>One of <see cref="ProblemCodes"/>, or the body's own.</summary>
    public string? Code { get; init; }

    /// <summary>Name of the task.</summary>
    public string? Task { get; init; }

    /// <summary>Stack frames in the body's own lines.</summary>
    public string? Stack { get; init; }

    /// <summary>The error inside.</summary>
    public ErrorDocument? Inner { get; init; }

    /// <summary>Why the job was refused before its first task.</summary>
    public IReadOnlyList<ProblemItem>? Errors { get; init; }
}
