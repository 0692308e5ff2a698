using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Posts jobs: look-ups, one insert, and off it goes.</summary>
internal sealed class JobPoster(IJobStore store, JobPlanner planner, JobReplay replay, RunnerHost host)
{
    /// <summary>How often a job is tried again because its workflow was replaced meanwhile.</summary>
    public const int MaxTries = 8;

    /// <summary>Posts one job.</summary>
    /// <param name="body">Any bytes.</param>
    /// <param name="context">Who posts it.</param>
    /// <param name="cancellationToken">Cancels before it is stored.</param>
    public Task<JobSubmission> PostAsync(RawJson body, SubmitContext context, CancellationToken cancellationToken)
    {
        var key = RequestKey.Of(context, "/jobs", body.Utf8.Span);
        return PostAsync(body, JobOrigin.Of(context, key), cancellationToken);
    }

    /// <inheritdoc cref="PostAsync(RawJson, SubmitContext, CancellationToken)"/>
    public Task<JobSubmission> PostAsync(RawJson body, JobOrigin origin, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        return PostAsync(planner.Read(body, origin, problems), problems, origin, cancellationToken);
    }

    /// <summary>Posts one job that has been read.</summary>
    public async Task<JobSubmission> PostAsync(JobRequest? request, ProblemList problems, JobOrigin origin, CancellationToken cancellationToken)
    {
        var answer = request is null || problems.Problems.Count > 0
            ? new JobSubmission.Invalid(problems.Problems)
            : await PlaceAsync(request, origin, cancellationToken);

        // Whatever stands in the way of a repeated request may be what it has stored itself.
        return answer is JobSubmission.Accepted || origin.Id is null ? answer : await replay.FindAsync(origin, cancellationToken) ?? answer;
    }

    /// <summary>Node-workflow's words for jobs that stand in another one's way.</summary>
    public static JobSubmission Refusal(InsertJobOutcome outcome, NewJob posted) => outcome switch
    {
        InsertJobOutcome.TargetLocked => new JobSubmission.Conflict(ProblemCodes.InvalidArgument, "Job target is currently locked by another job"),
        InsertJobOutcome.TargetTaken => new JobSubmission.Conflict(
            ProblemCodes.InvalidArgument, "Another job with the same target and params is already queued"),
        InsertJobOutcome.WorkflowChanged => new JobSubmission.Conflict(
            ProblemCodes.ConflictError, $"The workflow '{posted.Name}' is being replaced again and again. Post the job again later."),
        _ => new JobSubmission.IdTaken(posted.Id.Value),
    };

    private async Task<JobSubmission> PlaceAsync(JobRequest request, JobOrigin origin, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var planned = await planner.PlanAsync(request, origin, cancellationToken);
            if (planned.Draft is not { } draft) return planned.Refusal!;
            var outcome = await InsertAsync(draft);
            if (outcome is InsertJobOutcome.Inserted or InsertJobOutcome.Held) return draft.ToAccepted();
            if (outcome != InsertJobOutcome.WorkflowChanged || tries == MaxTries) return Refusal(outcome, draft.Posted);
            planner.Forget(draft.Posted.WorkflowId);
        }
    }

    private Task<InsertJobOutcome> InsertAsync(JobDraft draft) =>
        draft.Posted.NotBefore is null && host.TryReserve(draft.Posted.Name) is { } life ? StartAsync(draft, life) : PostToBoardAsync(draft.Posted);

    /// <summary>Once under way, an insert is not cancelled: its outcome must be known.</summary>
    private async Task<InsertJobOutcome> PostToBoardAsync(NewJob posted)
    {
        var outcome = await store.InsertAsync(posted, CancellationToken.None);
        if (outcome == InsertJobOutcome.Inserted) host.JobPosted(due: posted.NotBefore is null);
        return outcome;
    }

    private async Task<InsertJobOutcome> StartAsync(JobDraft draft, RunnerLife life)
    {
        InsertJobOutcome outcome;
        LiveJob job;
        JobStep step;
        try
        {
            var posted = draft.Posted;
            var now = posted.CreatedAt;
            job = new LiveJob(posted, 1, new JobState(draft.Workflow.Plan, draft.Posting), draft.Pins, life);
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
