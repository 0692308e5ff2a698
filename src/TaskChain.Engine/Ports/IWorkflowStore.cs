namespace TaskChain.Engine.Ports;

/// <summary>Workflows. A revision never changes; an id points at its newest revision.</summary>
public interface IWorkflowStore
{
    /// <summary>Stores a workflow.</summary>
    Task<InsertWorkflowOutcome> InsertAsync(StoredWorkflow workflow, CancellationToken cancellationToken);

    /// <summary>The newest revision under an id, or null.</summary>
    Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A revision, also one that is not the newest or whose workflow was deleted, or null.</summary>
    Task<StoredWorkflow?> FindRevisionAsync(Guid revision, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a new revision of a workflow, which may have another name; older revisions stay for the jobs that run them. When the name that it had is
    /// paused, the new name is from then on, too.
    /// </summary>
    Task<UpdateWorkflowOutcome> UpdateAsync(StoredWorkflow revision, CancellationToken cancellationToken);

    /// <summary>Removes a workflow; its revisions stay for the jobs that run them. Returns false when there is none.</summary>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The names that earlier revisions of a workflow had and that no workflow has now.</summary>
    Task<IReadOnlyList<string>> FormerNamesAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Newest revisions, oldest workflow first.</summary>
    Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken);
}

/// <summary>Outcome of storing a workflow.</summary>
public enum InsertWorkflowOutcome
{
    /// <summary>Stored.</summary>
    Inserted,

    /// <summary>Another workflow has that name.</summary>
    NameTaken,

    /// <summary>Another workflow has that id.</summary>
    IdTaken,
}

/// <summary>Outcome of storing a new revision.</summary>
public enum UpdateWorkflowOutcome
{
    /// <summary>Stored; the id points at it.</summary>
    Updated,

    /// <summary>There is no workflow with that id.</summary>
    NotFound,

    /// <summary>Another workflow has that name.</summary>
    NameTaken,
}

/// <summary>A workflow as stored.</summary>
/// <param name="Id">As callers know it.</param>
/// <param name="Revision">Of this content.</param>
/// <param name="Name">Unique among workflows.</param>
/// <param name="CreatedAt">When the revision was posted.</param>
/// <param name="Document">As posted, plus uuids; key order kept.</param>
/// <param name="Check">What the check at submit found, as JSON.</param>
public sealed record StoredWorkflow(
    Guid Id, Guid Revision, string Name, DateTimeOffset CreatedAt, ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Check);
