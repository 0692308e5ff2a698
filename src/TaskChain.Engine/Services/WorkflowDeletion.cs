namespace TaskChain.Engine.Services;

/// <summary>What came of removing a workflow.</summary>
public abstract record WorkflowDeletion
{
    private protected WorkflowDeletion()
    {
    }

    /// <summary>Removed; its jobs go on.</summary>
    public sealed record Deleted : WorkflowDeletion;

    /// <summary>There is no such workflow.</summary>
    public sealed record NotFound : WorkflowDeletion;

    /// <summary>Jobs are paused by a name that it has, or had; nothing was removed.</summary>
    /// <param name="Names">Those names, at least one.</param>
    public sealed record Paused(IReadOnlyList<string> Names) : WorkflowDeletion;
}
