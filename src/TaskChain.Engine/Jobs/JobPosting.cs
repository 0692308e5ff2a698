using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Jobs;

/// <summary>What was posted and never changes, beside what the store keeps in columns of its own; the document of <see cref="NewJob"/>.</summary>
internal sealed record JobPosting
{
    /// <summary>A JSON object.</summary>
    public required RawJson Params { get; init; }

    public string? Locks { get; init; }

    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>Attempts of the whole job before this one.</summary>
    public int NumAttempts { get; init; }

    public Guid? PreviousAttempt { get; init; }
}
