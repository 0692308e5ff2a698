using TaskChain.Contracts;

namespace TaskChain.Engine.Services;

public sealed partial class JobService
{
    /// <summary>Stores a job and, when a slot is free, starts it at once.</summary>
    /// <param name="body">The request's body: any bytes.</param>
    /// <param name="context">Who posts it, and under which key the post may be repeated.</param>
    /// <param name="cancellationToken">Cancels before the job is stored; after that it has no effect.</param>
    public Task<JobSubmission> SubmitAsync(RawJson body, SubmitContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _submitter.Poster.PostAsync(body, context, cancellationToken);
    }

    /// <summary>Posts several jobs with one request.</summary>
    /// <param name="array">A JSON array of 1 to 1,000 jobs.</param>
    /// <param name="all">
    /// True: all are stored in one commit, or none, and every problem of every job is answered. False: each on its own, as if posted alone.
    /// </param>
    /// <param name="context">Who posts them, and under which key the post may be repeated; a key is looked up for each of the jobs.</param>
    /// <param name="cancellationToken">Cancels before jobs are stored; after that it has no effect.</param>
    public Task<BatchSubmission> SubmitAllAsync(RawJson array, bool all, SubmitContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _submitter.Batch.PostAsync(array, all, context, cancellationToken);
    }

    /// <summary>Posts a job like another: of the same workflow as it is now, with the other's parameters, target and locks.</summary>
    /// <param name="source">The other job, in whatever state.</param>
    /// <param name="changes">
    /// A JSON object: members of <c>params</c> replace the other's (null removes one), <c>target</c> and <c>locks</c> do so as a whole (null for none),
    /// <c>exec_after</c> and <c>uuid</c> are the new job's own.
    /// </param>
    /// <param name="context">Who posts it, and under which key the post may be repeated.</param>
    /// <param name="cancellationToken">Cancels before the job is stored; after that it has no effect.</param>
    public Task<JobSubmission> CloneAsync(Guid source, RawJson changes, SubmitContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _submitter.Cloner.CloneAsync(source, changes.IsAbsent ? RawJson.EmptyObject : changes, context, cancellationToken);
    }
}
