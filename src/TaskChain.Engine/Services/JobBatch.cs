using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Posts several jobs with one request: each on its own, or all or none.</summary>
internal sealed class JobBatch(IJobControl control, JobPlanner planner, JobPoster poster, JobReplay replay, RunnerHost host)
{
    /// <summary>Most jobs of one request.</summary>
    public const int MaxJobs = 1000;

    /// <summary>How many jobs are looked up at once.</summary>
    private const int MaxLookUps = 64;

    private static readonly ProblemItem KeyReused = new(
        ProblemCodes.IdempotencyKeyReused, "The key in 'Idempotency-Key' has been used with another request. Use a new key for a new request.");

    /// <summary>Posts them.</summary>
    /// <param name="body">A JSON array of jobs.</param>
    /// <param name="all">True to store all of them or none, in one commit.</param>
    /// <param name="context">Who posts them.</param>
    /// <param name="cancellationToken">Cancels before they are stored.</param>
    public async Task<BatchSubmission> PostAsync(RawJson body, bool all, SubmitContext context, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var jobs = Split(body, problems);
        if (problems.Problems.Count > 0) return new BatchSubmission.Refused(problems.Problems);

        var key = RequestKey.Of(context, all ? "/jobs?all=true" : "/jobs", body.Utf8.Span);
        var origins = new JobOrigin[jobs.Count];
        for (var i = 0; i < origins.Length; i++) origins[i] = JobOrigin.Of(context, key, i);
        if (key is not null && await IsReusedAsync(origins, cancellationToken)) return new BatchSubmission.Refused([KeyReused]);
        return all ? await PostAllAsync(jobs, origins, cancellationToken) : await PostEachAsync(jobs, origins, cancellationToken);
    }

    private static List<RawJson> Split(RawJson body, ProblemList problems)
    {
        var jobs = new List<RawJson>();
        try
        {
            var reader = new Utf8JsonReader(body.Utf8.Span);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    jobs.Add(new RawJson(body.Utf8[from..(int)reader.BytesConsumed]));
                }

                if (reader.Read()) throw new JsonException("There is more text after the array.");
                if (jobs.Count is > 0 and <= MaxJobs) return jobs;
                Report($"The array has {jobs.Count} jobs. 1 to {MaxJobs} may be posted with one request.");
            }
            else
            {
                Report("Several jobs are posted as a JSON array of jobs.");
            }
        }
        catch (JsonException e)
        {
            Report($"The array is no valid JSON: {e.Message}");
        }

        return jobs;

        void Report(string message) => problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, message) { Pointer = "" });
    }

    /// <summary>All at once, so that the store commits them in groups.</summary>
    private async Task<BatchSubmission> PostEachAsync(List<RawJson> jobs, JobOrigin[] origins, CancellationToken cancellationToken)
    {
        var posting = new Task<JobSubmission>[jobs.Count];
        for (var i = 0; i < posting.Length; i++) posting[i] = poster.PostAsync(jobs[i], origins[i], cancellationToken);
        return new BatchSubmission.Answers(await Task.WhenAll(posting));
    }

    private async Task<BatchSubmission> PostAllAsync(List<RawJson> jobs, JobOrigin[] origins, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var problems = new List<ProblemItem>();
            var drafts = await PlanAsync(jobs, origins, problems, cancellationToken);
            if (problems.Count > 0) return await ReplayAsync(origins, cancellationToken) ?? new BatchSubmission.Refused(problems);

            // Once under way, an insert is not cancelled: its outcome must be known.
            var outcomes = await control.InsertAllAsync([.. drafts.Select(draft => draft.Posted)], CancellationToken.None);
            if (outcomes.All(outcome => outcome is InsertJobOutcome.Inserted or InsertJobOutcome.Held))
            {
                host.JobPosted(due: drafts.Exists(draft => draft.Posted.NotBefore is null));
                return new BatchSubmission.Answers([.. drafts.Select(draft => draft.ToAccepted())]);
            }

            if (await ReplayAsync(origins, cancellationToken) is { } replayed) return replayed;
            if (tries == JobPoster.MaxTries || !outcomes.Contains(InsertJobOutcome.WorkflowChanged))
            {
                return new BatchSubmission.Refused([.. drafts.SelectMany((draft, i) => ProblemsOf(outcomes[i], draft, i))]);
            }

            foreach (var draft in drafts) planner.Forget(draft.Posted.WorkflowId);
        }
    }

    private async Task<List<JobDraft>> PlanAsync(
        List<RawJson> jobs, JobOrigin[] origins, List<ProblemItem> problems, CancellationToken cancellationToken)
    {
        var drafts = new List<JobDraft>(jobs.Count);
        for (var i = 0; i < jobs.Count; i++)
        {
            var found = new ProblemList();
            var request = planner.Read(jobs[i], origins[i], found);
            if (request is not null)
            {
                // Also of a job with problems: all of them are told at once.
                var planned = await planner.PlanAsync(request, origins[i], cancellationToken);
                if (planned.Draft is not null) drafts.Add(planned.Draft);
                else problems.AddRange(ProblemsOf(planned.Refusal!, i));
            }

            problems.AddRange(found.Problems.Select(problem => problem with { Pointer = $"/{i}{problem.Pointer}" }));
        }

        return drafts;
    }

    private static IEnumerable<ProblemItem> ProblemsOf(InsertJobOutcome outcome, JobDraft draft, int index) =>
        outcome == InsertJobOutcome.Inserted ? [] : ProblemsOf(JobPoster.Refusal(outcome, draft.Posted), index);

    /// <summary>Why a job of several is refused. Problems of its workflow's document point at the workflow.</summary>
    private static IEnumerable<ProblemItem> ProblemsOf(JobSubmission refusal, int index) => refusal switch
    {
        JobSubmission.Invalid invalid => invalid.Problems.Select(problem => problem with { Pointer = $"/{index}{problem.Pointer}" }),
        JobSubmission.Refused refused => refused.Problems.Select(problem => problem with { Pointer = $"/{index}/workflow" }),
        JobSubmission.WorkflowNotFound missing =>
            [Problem(ProblemCodes.ResourceNotFound, $"Workflow with uuid '{missing.Workflow}' does not exist", index, "workflow")],
        JobSubmission.Conflict { Code: ProblemCodes.InvalidArgument } conflict => [Problem(conflict.Code, conflict.Message, index, "target")],
        JobSubmission.Conflict conflict => [Problem(conflict.Code, conflict.Message, index, "workflow")],
        JobSubmission.IdTaken taken =>
            [Problem(ProblemCodes.InvalidArgument, $"Job.uuid must be unique. A job with uuid '{taken.Id}' already exists", index, "uuid")],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemItem Problem(string code, string message, int index, string member) =>
        new(code, message) { Pointer = $"/{index}/{member}" };

    /// <summary>True when a job of another request stands under the key.</summary>
    private async Task<bool> IsReusedAsync(JobOrigin[] origins, CancellationToken cancellationToken)
    {
        foreach (var some in origins.Chunk(MaxLookUps))
        {
            var found = await Task.WhenAll(some.Select(origin => replay.FindAsync(origin, cancellationToken)));
            if (found.Any(answer => answer is JobSubmission.KeyReused)) return true;
        }

        return false;
    }

    /// <summary>The first answer again, when the same request was answered before: then all its jobs are there.</summary>
    private async Task<BatchSubmission?> ReplayAsync(JobOrigin[] origins, CancellationToken cancellationToken)
    {
        if (origins[0].Id is null) return null;
        var answers = new List<JobSubmission>(origins.Length);
        foreach (var some in origins.Chunk(MaxLookUps))
        {
            var found = await Task.WhenAll(some.Select(origin => replay.FindAsync(origin, cancellationToken)));
            if (found.Any(answer => answer is null)) return null;
            answers.AddRange(found!);
        }

        return new BatchSubmission.Answers(answers);
    }
}
