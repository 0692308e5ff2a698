using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>What came of replacing a workflow.</summary>
public abstract record WorkflowUpdate
{
    private protected WorkflowUpdate()
    {
    }

    /// <summary>Stored as a new revision: jobs posted from now on run it, jobs posted before keep theirs.</summary>
    /// <param name="Workflow">As stored.</param>
    /// <param name="Warnings">What its author should know; empty when all is well.</param>
    public sealed record Updated(StoredWorkflow Workflow, IReadOnlyList<ProblemItem> Warnings) : WorkflowUpdate;

    /// <summary>There is no such workflow.</summary>
    public sealed record NotFound : WorkflowUpdate;

    /// <summary>Refused; the workflow is as it was.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<ProblemItem> Problems) : WorkflowUpdate;

    /// <summary>Another workflow has that name.</summary>
    /// <param name="Name">The name.</param>
    public sealed record NameTaken(string Name) : WorkflowUpdate;
}
