using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Caching;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Submission;

/// <summary>A stored workflow, read and planned. Immutable and shared.</summary>
internal sealed class LoadedWorkflow(StoredWorkflow stored, WorkflowDefinition definition)
{
    public StoredWorkflow Stored { get; } = stored;

    public WorkflowDefinition Definition { get; } = definition;

    public Plan Plan { get; } = Plan.Of(definition);
}

/// <summary>Stored workflows in the form the engine works with.</summary>
internal sealed class WorkflowLibrary(IWorkflowStore store, EngineOptions options)
{
    private const int Capacity = 2048;

    private readonly GenerationCache<Guid, LoadedWorkflow> _byId = new(Capacity);
    private readonly GenerationCache<Guid, LoadedWorkflow> _byRevision = new(Capacity);

    /// <summary>The newest revision under an id, or null.</summary>
    public ValueTask<LoadedWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        _byId.Find(id) is { } known ? new(known) : new(LoadAsync(store.FindAsync(id, cancellationToken), isNewest: true));

    /// <summary>A revision, or null.</summary>
    public ValueTask<LoadedWorkflow?> FindRevisionAsync(Guid revision, CancellationToken cancellationToken) =>
        _byRevision.Find(revision) is { } known ? new(known) : new(LoadAsync(store.FindRevisionAsync(revision, cancellationToken), isNewest: false));

    /// <summary>Remembers a workflow that was just stored.</summary>
    public LoadedWorkflow Add(StoredWorkflow stored, WorkflowDefinition definition)
    {
        var loaded = new LoadedWorkflow(stored, definition);
        _byId.Set(stored.Id, loaded);
        _byRevision.Set(stored.Revision, loaded);
        return loaded;
    }

    /// <summary>Forgets what the newest revision under an id is: it has changed, or may have. Revisions themselves never do.</summary>
    public void Forget(Guid id) => _byId.Remove(id);

    private async Task<LoadedWorkflow?> LoadAsync(Task<StoredWorkflow?> finding, bool isNewest)
    {
        if (await finding is not { } stored) return null;
        var problems = new ProblemList();
        var definition = WorkflowReader.Read(new RawJson(stored.Document), options.VersioningEnabled, problems).Definition
            ?? throw new JsonException($"The stored workflow '{stored.Id}' cannot be read: {problems.Problems[0].Message}");
        var loaded = new LoadedWorkflow(stored, definition);
        if (isNewest) _byId.Set(stored.Id, loaded);
        _byRevision.Set(stored.Revision, loaded);
        return loaded;
    }
}
