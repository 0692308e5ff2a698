using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Plans;

/// <summary>The normalised tree of a workflow. Immutable and shared between its jobs.</summary>
internal sealed class Plan
{
    private readonly List<PlanNode> _nodes = [];
    private readonly Dictionary<string, PlanNode> _byId = new(StringComparer.Ordinal);

    private Plan(WorkflowDefinition workflow)
    {
        Workflow = workflow;
        Chain = AddRoot("chain", workflow.Chain, PlanPhase.Chain);
        OnError = workflow.OnError is { Count: > 0 } onError ? AddRoot("onerror", onError, PlanPhase.OnError) : null;
        OnCancel = workflow.OnCancel is { Count: > 0 } onCancel ? AddRoot("oncancel", onCancel, PlanPhase.OnCancel) : null;
    }

    public WorkflowDefinition Workflow { get; }

    public SequenceNode Chain { get; }

    public SequenceNode? OnError { get; }

    public SequenceNode? OnCancel { get; }

    public IReadOnlyList<PlanNode> Nodes => _nodes;

    public static Plan Of(WorkflowDefinition workflow) => new(workflow);

    /// <summary>The task of an id.</summary>
    /// <exception cref="KeyNotFoundException">The plan has no such task: the logbook belongs to another workflow.</exception>
    public TaskNode Task(string id) => _byId.TryGetValue(id, out var node) && node is TaskNode task
        ? task
        : throw new KeyNotFoundException($"The plan of workflow '{Workflow.Name}' has no task '{id}'.");

    private SequenceNode AddRoot(string id, IReadOnlyList<TaskDefinition> tasks, PlanPhase phase)
    {
        var root = new SequenceNode(id, tasks.Select(task => new TaskNode(task)).ToArray());
        Add(root, null, 0, phase);
        return root;
    }

    private void Add(PlanNode node, GroupNode? parent, int index, PlanPhase phase)
    {
        node.Ordinal = _nodes.Count;
        node.Parent = parent;
        node.Index = index;
        node.Phase = phase;
        _nodes.Add(node);
        _byId.Add(node.Id, node);
        if (node is not GroupNode group) return;
        for (var i = 0; i < group.Children.Count; i++) Add(group.Children[i], group, i, phase);
    }
}
