using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Where a job's request comes from.</summary>
/// <param name="Consumer">Who posts it, or null.</param>
/// <param name="Id">The id that its idempotency key gives it, or null.</param>
/// <param name="Fingerprint">Hash of the request, when it has a key.</param>
internal readonly record struct JobOrigin(string? Consumer, Guid? Id, string? Fingerprint)
{
    public static JobOrigin Of(SubmitContext context, RequestKey? key, int index = 0) => new(context.Consumer, key?.JobId(index), key?.Fingerprint);
}

/// <summary>A job that is about to be stored.</summary>
/// <param name="Posted">For the store.</param>
/// <param name="Posting">Its document.</param>
/// <param name="Workflow">The revision it runs.</param>
/// <param name="Pins">What it is pinned to.</param>
internal sealed record JobDraft(NewJob Posted, JobPosting Posting, LoadedWorkflow Workflow, LoadedLock Pins)
{
    /// <summary>Makes a job of a request.</summary>
    public static JobDraft Of(JobRequest request, JobOrigin origin, LoadedWorkflow workflow, LoadedLock pins, DateTimeOffset now)
    {
        var posting = new JobPosting
        {
            Params = request.Params,
            Properties = request.Properties,
            Locks = request.Locks,
            ExecAfter = request.ExecAfter,
            NumAttempts = request.NumAttempts,
            Fingerprint = origin.Fingerprint,
        };
        var posted = new NewJob
        {
            Id = new JobId(origin.Id ?? request.Id ?? Guid.CreateVersion7()),
            WorkflowId = workflow.Stored.Id,
            WorkflowRevision = workflow.Stored.Revision,
            Name = workflow.Definition.Name,
            Target = request.Target,
            Consumer = origin.Consumer,
            UniqueKey = string.IsNullOrEmpty(request.Target) ? null : UniqueKey.Of(request.Target, request.Params),
            Locks = request.Locks,
            Search = request.Search,
            CreatedAt = now,
            NotBefore = request.ExecAfter > now ? request.ExecAfter : null,
            Document = JobJson.Write(posting),
            LockHash = pins.Hash,
        };
        return new JobDraft(posted, posting, workflow, pins);
    }

    /// <summary>The answer once it is stored.</summary>
    public JobSubmission.Accepted ToAccepted() => new(JobViews.Posted(Posted, Posting, Workflow.Definition));
}
