using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

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

    /// <summary>Properties that the job starts with, beside its workflow's: the configured parameters it has. A JSON object; absent when there are none.</summary>
    public RawJson Properties { get; init; }

    /// <summary>Hash of the request, when it may be repeated under an idempotency key.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>All properties that the job starts with: those above, and its workflow's.</summary>
    public RawJson StartProperties(WorkflowDefinition? workflow) =>
        workflow is null || workflow.JobProperties.IsAbsent ? Properties : JobProperties.Merge(workflow.JobProperties, Properties);
}
