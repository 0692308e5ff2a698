using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>A job that can be stored, or why not.</summary>
/// <param name="Draft">The job, or null.</param>
/// <param name="Refusal">The answer when there is no draft.</param>
internal readonly record struct PlannedJob(JobDraft? Draft, JobSubmission? Refusal);

/// <summary>Turns requests into jobs that can be stored: reads them, finds the workflow, resolves what the job is pinned to.</summary>
internal sealed class JobPlanner(WorkflowLibrary workflows, LockResolver locks, EngineOptions options, TimeProvider time)
{
    private readonly ExtraParams _extra = new(options.JobExtraParams);

    /// <summary>Reads a request; null when it is not usable at all.</summary>
    public JobRequest? Read(RawJson body, JobOrigin origin, ProblemList problems)
    {
        var request = JobRequestReader.Read(body, _extra, problems);
        if (request?.Id is not null && origin.Id is not null)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidValue, RequestKey.UuidProblem) { Pointer = "/uuid" });
        }

        return request;
    }

    /// <summary>The same request with other parameters.</summary>
    public JobRequest WithParams(JobRequest request, RawJson parameters) => request.WithParams(parameters, _extra);

    /// <summary>Makes a job of the workflow's newest revision that is known here.</summary>
    public async ValueTask<PlannedJob> PlanAsync(JobRequest request, JobOrigin origin, CancellationToken cancellationToken)
    {
        // node-workflow's words; its clients look for them.
        if (request.Workflow is null) return Refused("\"j.workflow\" is required");
        if (!Guid.TryParse(request.Workflow, out var workflowId) || await workflows.FindAsync(workflowId, cancellationToken) is not { } workflow)
        {
            return new PlannedJob(null, new JobSubmission.WorkflowNotFound(request.Workflow));
        }

        if (workflow.Definition.Chain.Count == 0) return Refused("Cannot queue a job from a workflow without any task");
        var resolved = await locks.ResolveAsync(workflow, cancellationToken);
        return resolved.Lock is { } pins
            ? new PlannedJob(JobDraft.Of(request, origin, workflow, pins, time.GetStoredNow()), null)
            : new PlannedJob(null, new JobSubmission.Refused(resolved.Problems));
    }

    /// <summary>The newest revision of a workflow is another one than is known here.</summary>
    public void Forget(Guid workflow) => workflows.Forget(workflow);

    private static PlannedJob Refused(string message) =>
        new(null, new JobSubmission.Invalid([new ProblemItem(ProblemCodes.ConflictError, message) { Pointer = "/workflow" }]));
}
