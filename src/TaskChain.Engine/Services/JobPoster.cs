using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Posts jobs: look-ups, one insert, and off it goes.</summary>
internal sealed class JobPoster(IJobStore store, WorkflowLibrary workflows, LockResolver locks, RunnerHost host, TimeProvider time)
{
    public async Task<JobSubmission> PostAsync(RawJson body, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var request = JobRequest.Read(body, problems);
        if (request is null || problems.Problems.Count > 0) return new JobSubmission.Invalid(problems.Problems);

        // node-workflow's words; its clients look for them.
        if (request.Workflow is null) return Conflict("\"j.workflow\" is required", "/workflow");
        if (!Guid.TryParse(request.Workflow, out var workflowId) || await workflows.FindAsync(workflowId, cancellationToken) is not { } workflow)
        {
            return new JobSubmission.WorkflowNotFound(request.Workflow);
        }

        if (workflow.Definition.Chain.Count == 0) return Conflict("Cannot queue a job from a workflow without any task", "/workflow");
        var resolved = await locks.ResolveAsync(workflow, cancellationToken);
        return resolved.Lock is { } pins
            ? await InsertAsync(request, workflow, pins)
            : new JobSubmission.Refused(resolved.Problems);
    }

    private static JobSubmission.Invalid Conflict(string message, string pointer) =>
        new([new ProblemItem(ProblemCodes.ConflictError, message) { Pointer = pointer }]);

    private async Task<JobSubmission> InsertAsync(JobRequest request, LoadedWorkflow workflow, LoadedLock pins)
    {
        var now = time.GetUtcNow();
        var posting = new JobPosting
        {
            Params = request.Params,
            Locks = request.Locks,
            ExecAfter = request.ExecAfter,
            NumAttempts = request.NumAttempts,
        };
        var posted = new NewJob
        {
            Id = new JobId(request.Id ?? Guid.CreateVersion7()),
            WorkflowId = workflow.Stored.Id,
            WorkflowRevision = workflow.Stored.Revision,
            Name = workflow.Definition.Name,
            Target = request.Target,
            CreatedAt = now,
            NotBefore = request.ExecAfter > now ? request.ExecAfter : null,
            Document = JobJson.Write(posting),
            LockHash = pins.Hash,
        };
        var life = posted.NotBefore is null ? host.TryReserve(posted.Name) : null;
        var outcome = life is null ? await PostToBoardAsync(posted) : await StartAsync(posted, posting, workflow, pins, life);
        return outcome is InsertJobOutcome.Inserted or InsertJobOutcome.Held
            ? new JobSubmission.Accepted(JobViews.Posted(posted, posting, workflow.Definition))
            : new JobSubmission.IdTaken(posted.Id.Value);
    }

    /// <summary>Once under way, an insert is not cancelled: its outcome must be known.</summary>
    private async Task<InsertJobOutcome> PostToBoardAsync(NewJob posted)
    {
        var outcome = await store.InsertAsync(posted, CancellationToken.None);
        if (outcome == InsertJobOutcome.Inserted) host.JobPosted(due: posted.NotBefore is null);
        return outcome;
    }

    private async Task<InsertJobOutcome> StartAsync(NewJob posted, JobPosting posting, LoadedWorkflow workflow, LoadedLock pins, RunnerLife life)
    {
        InsertJobOutcome outcome;
        LiveJob job;
        JobStep step;
        try
        {
            var now = posted.CreatedAt;
            job = new LiveJob(posted, 1, new JobState(workflow.Plan, posting), pins, life);
            step = job.BeginEntry((live, entry) =>
            {
                var claim = new JobEvent.Claimed(now, life.Id.Value);
                live.State.Apply(claim);
                entry.Add(claim);
                return JobStepper.Advance(live.State, null, now, default, Guid.CreateVersion7, entry);
            });
            var events = JobJson.Write(step.Events);
            outcome = await store.InsertAsync(
                posted with { Owner = life.Id, Events = events, EventCount = step.Events.Count }, CancellationToken.None);
            job.WrittenBytes = events.Length + posted.Document.Length;
        }
        catch
        {
            // It may be stored as this runner's, and nobody would run it.
            host.Doubt(life);
            host.Release(life);
            throw;
        }

        if (outcome == InsertJobOutcome.Inserted)
        {
            job.EndEntry();
            host.Launch(job, step.Start);
        }
        else
        {
            host.Release(life);
        }

        return outcome;
    }
}
