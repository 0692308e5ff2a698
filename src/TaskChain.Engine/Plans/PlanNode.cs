using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Plans;

/// <summary>A node of a plan tree. Its id never changes, so logbooks refer to it.</summary>
internal abstract class PlanNode(string id)
{
    public string Id { get; } = id;

    /// <summary>Position in <see cref="Plan.Nodes"/>.</summary>
    public int Ordinal { get; internal set; }

    /// <summary>Null for a root.</summary>
    public GroupNode? Parent { get; internal set; }

    /// <summary>Position among the parent's children.</summary>
    public int Index { get; internal set; }

    /// <summary>The root above this node, which tells the phase it belongs to.</summary>
    public PlanPhase Phase { get; internal set; }
}

/// <summary>A node with children.</summary>
internal abstract class GroupNode(string id, IReadOnlyList<PlanNode> children) : PlanNode(id)
{
    public IReadOnlyList<PlanNode> Children { get; } = children;
}

/// <summary>Runs its children one after another and fails with the first that fails.</summary>
internal sealed class SequenceNode(string id, IReadOnlyList<PlanNode> children) : GroupNode(id, children);

/// <summary>Runs a body.</summary>
internal sealed class TaskNode(TaskDefinition definition) : PlanNode(definition.NodeId)
{
    public TaskDefinition Definition { get; } = definition;

    public string Name => Definition.Name;
}

/// <summary>Which of a workflow's trees is being worked on.</summary>
internal enum PlanPhase
{
    /// <summary>The work itself.</summary>
    Chain,

    /// <summary>After a failure.</summary>
    OnError,

    /// <summary>After a cancel.</summary>
    OnCancel,
}
