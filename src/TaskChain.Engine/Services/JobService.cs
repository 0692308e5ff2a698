using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Takes, answers and resumes jobs.</summary>
public sealed class JobService
{
    internal JobService()
    {
    }

    /// <summary>Stores a job and, when a slot is free, starts it at once.</summary>
    /// <param name="body">The request's body: any bytes.</param>
    /// <param name="cancellationToken">Cancels before the job is stored; after that it has no effect.</param>
    public Task<JobSubmission> SubmitAsync(RawJson body, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A job, from memory when it runs on this node; null when there is none.</summary>
    public Task<JobView?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Jobs without chains and results, newest first.</summary>
    public Task<IReadOnlyList<JobView>> ListAsync(JobFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Waits until a job is final, or the time is over.</summary>
    /// <returns>The job as it is then, or null when there is none.</returns>
    public Task<JobView?> WaitAsync(Guid id, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Resumes a waiting job. Members <c>result</c> and <c>error</c> of the body become the waiting task's.</summary>
    public Task<JobResumption> ResumeAsync(Guid id, RawJson body, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Appends an element (a JSON object) to a job's info. False when there is no such job.</summary>
    public Task<bool> AppendInfoAsync(Guid id, RawJson element, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What a job's bodies and callers said, oldest first; null when there is no such job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="kind">Only info or only log, or null for both.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<JobOutput>?> ReadOutputAsync(Guid id, JobOutputKind? kind, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>What happens to a job of this node from now on, until it leaves the node. A slow reader misses updates rather than holding the job up.</summary>
    public IAsyncEnumerable<JobUpdate> ReadUpdatesAsync(Guid id, CancellationToken cancellationToken) => throw new NotImplementedException();
}
