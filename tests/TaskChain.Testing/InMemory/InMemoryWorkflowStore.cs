using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Workflows in memory.</summary>
public sealed class InMemoryWorkflowStore : IWorkflowStore
{
    private readonly InMemoryStorage _storage;
    private readonly List<StoredWorkflow> _workflows = [];
    private readonly Dictionary<Guid, StoredWorkflow> _revisions = [];

    internal InMemoryWorkflowStore(InMemoryStorage storage) => _storage = storage;

    /// <inheritdoc/>
    public Task<InsertWorkflowOutcome> InsertAsync(StoredWorkflow workflow, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (_workflows.Exists(w => w.Id == workflow.Id)) return Task.FromResult(InsertWorkflowOutcome.IdTaken);
            if (_workflows.Exists(w => w.Name == workflow.Name)) return Task.FromResult(InsertWorkflowOutcome.NameTaken);
            _workflows.Add(workflow);
            _revisions.TryAdd(workflow.Revision, workflow);
            return Task.FromResult(InsertWorkflowOutcome.Inserted);
        }
    }

    /// <inheritdoc/>
    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_workflows.Find(w => w.Id == id));
    }

    /// <inheritdoc/>
    public Task<StoredWorkflow?> FindRevisionAsync(Guid revision, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_revisions.GetValueOrDefault(revision));
    }

    /// <inheritdoc/>
    public Task<UpdateWorkflowOutcome> UpdateAsync(StoredWorkflow revision, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            int index = _workflows.FindIndex(w => w.Id == revision.Id);
            if (index < 0) return Task.FromResult(UpdateWorkflowOutcome.NotFound);
            if (_workflows.Exists(w => w.Id != revision.Id && w.Name == revision.Name)) return Task.FromResult(UpdateWorkflowOutcome.NameTaken);
            _storage.Jobs.CarryPause(_workflows[index].Name, revision.Name);
            _workflows[index] = revision;
            _revisions.TryAdd(revision.Revision, revision);
            return Task.FromResult(UpdateWorkflowOutcome.Updated);
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_workflows.RemoveAll(w => w.Id == id) > 0);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FormerNamesAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var names = _revisions.Values.Where(r => r.Id == id).Select(r => r.Name).Except(_workflows.Select(w => w.Name));
            return Task.FromResult<IReadOnlyList<string>>([.. names.Order(StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            return Task.FromResult<IReadOnlyList<StoredWorkflow>>(
                [.. _workflows.Where(w => name is null || w.Name == name).Skip(offset).Take(limit)]);
        }
    }

    /// <summary>Called under the lock.</summary>
    internal bool IsNewest(Guid id, Guid revision) => _workflows.Exists(w => w.Id == id && w.Revision == revision);
}
