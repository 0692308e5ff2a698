using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Takes and answers workflows.</summary>
public sealed class WorkflowService
{
    internal WorkflowService()
    {
    }

    /// <summary>Reads, checks and stores a workflow; nothing is stored when anything is wrong.</summary>
    /// <param name="document">The request's body: any bytes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<WorkflowSubmission> SubmitAsync(RawJson document, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Reads and checks a workflow as <see cref="SubmitAsync"/> would, without storing it.</summary>
    public Task<WorkflowVerification> CheckAsync(RawJson document, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The newest revision under an id, or null.</summary>
    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Newest revisions, oldest workflow first.</summary>
    /// <param name="name">Only the workflow of that name, or null.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
