using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Workflows in memory.</summary>
public sealed class InMemoryWorkflowStore : IWorkflowStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredWorkflow> _workflows = [];

    /// <inheritdoc/>
    public Task<InsertWorkflowOutcome> InsertAsync(StoredWorkflow workflow, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_workflows.Exists(w => w.Id == workflow.Id)) return Task.FromResult(InsertWorkflowOutcome.IdTaken);
            if (_workflows.Exists(w => w.Name == workflow.Name)) return Task.FromResult(InsertWorkflowOutcome.NameTaken);
            _workflows.Add(workflow);
            return Task.FromResult(InsertWorkflowOutcome.Inserted);
        }
    }

    /// <inheritdoc/>
    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_workflows.Find(w => w.Id == id));
    }

    /// <inheritdoc/>
    public Task<StoredWorkflow?> FindRevisionAsync(Guid revision, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_workflows.Find(w => w.Revision == revision));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredWorkflow>>(
                [.. _workflows.Where(w => name is null || w.Name == name).Skip(offset).Take(limit)]);
        }
    }
}
