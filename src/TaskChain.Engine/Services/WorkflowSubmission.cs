using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>What came of posting a workflow.</summary>
public abstract record WorkflowSubmission
{
    private protected WorkflowSubmission()
    {
    }

    /// <summary>Stored.</summary>
    /// <param name="Workflow">As stored.</param>
    /// <param name="Warnings">What its author should know; empty when all is well.</param>
    public sealed record Accepted(StoredWorkflow Workflow, IReadOnlyList<ProblemItem> Warnings) : WorkflowSubmission
    {
        /// <summary>True when the same request had been answered before under its idempotency key: this is that answer again.</summary>
        public bool Replayed { get; init; }
    }

    /// <summary>Refused; nothing was stored.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<ProblemItem> Problems) : WorkflowSubmission;

    /// <summary>Another workflow has that name.</summary>
    /// <param name="Name">The name.</param>
    public sealed record NameTaken(string Name) : WorkflowSubmission;

    /// <summary>Another workflow has that id.</summary>
    /// <param name="Id">The id.</param>
    public sealed record IdTaken(Guid Id) : WorkflowSubmission;

    /// <summary>The idempotency key belongs to another request (<see cref="ProblemCodes.IdempotencyKeyReused"/>); nothing was stored.</summary>
    public sealed record KeyReused : WorkflowSubmission;
}
