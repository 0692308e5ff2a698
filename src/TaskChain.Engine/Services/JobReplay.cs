using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Finds what a repeated request has stored before.</summary>
internal sealed class JobReplay(IJobStore store, WorkflowLibrary workflows)
{
    /// <summary>The first answer again, or that the key belongs to another request; null when there is no job under the key.</summary>
    public async Task<JobSubmission?> FindAsync(JobOrigin origin, CancellationToken cancellationToken)
    {
        if (origin.Id is not { } id || await store.FindAsync(new JobId(id), cancellationToken) is not { } stored) return null;
        var posting = JobJson.ReadPosting(stored.Posted);
        if (posting.Fingerprint != origin.Fingerprint) return new JobSubmission.KeyReused();
        var workflow = await workflows.FindRevisionAsync(stored.Posted.WorkflowRevision, cancellationToken);
        var view = workflow is null ? JobViews.Summary(stored, null) : JobViews.Posted(stored.Posted, posting, workflow.Definition);
        return new JobSubmission.Accepted(view) { Replayed = true };
    }
}
