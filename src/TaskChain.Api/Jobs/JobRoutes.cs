using System.Text.Json;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Api.Jobs;

/// <summary>Routes of jobs: post, list, read.</summary>
internal static class JobRoutes
{
    /// <summary>The preference to wait for a job's end.</summary>
    internal static readonly ParameterDescription Wait = ParameterDescription.Header(
        "Prefer", "'wait=N': answer when the job has ended, or after N seconds, at most 60. 'Preference-Applied' tells the wait that was applied.");

    /// <summary>The answer of most routes.</summary>
    internal static readonly AnswerDescription Job = new(200, "The job.", typeof(JobDocument));

    /// <summary>The problem of most routes.</summary>
    internal static readonly (int Status, string When) NoJob = (404, "There is no such job.");

    private static readonly ParameterDescription All = new(
        "all", "Of an array: 'true' stores all jobs in one commit or none; 'false' (default) each on its own.", typeof(bool));

    private static readonly (int Status, string When)[] SubmitProblems =
    [
        (400, "The body is no JSON, or the key cannot be read."), (404, "There is no such workflow."),
        (409, "'workflow' is missing, a job has that uuid, the target is taken or locked, or the workflow does not fit today's modules any more."),
        (413, "The body is too large."), (415, "The body is neither JSON nor a form."),
        (422, "A value is not allowed, or the key has been used with another request."),
        (429, "The consumer posts too fast, or has too many live jobs; 'Retry-After' says when to try again."),
    ];

    /// <summary>Maps posting.</summary>
    public static void MapJobSubmits(this IEndpointRouteBuilder routes, JobSubmitEndpoints endpoints)
    {
        routes.MapChange("POST", "/jobs", endpoints.PostAsync, new OperationDescription("postJob", "Posts a job, a run of a workflow, or up to 1000")
        {
            Details = "Without 'Prefer: wait' the answer always says 'queued', also when the job runs already. Members may stand in the query as well. " +
                "An array posts several jobs: the answer is then 200 with one entry per job, in order, and nothing is waited for.",
            Parameters = [Wait, ParameterDescription.IdempotencyKey, All],
            Request = new BodyDescription(typeof(NewJobDocument)),
            Answers =
            [
                new AnswerDescription(201, "Stored durably.", typeof(JobDocument)),
                new AnswerDescription(200, "What came of each job of an array.", typeof(BatchEntryDocument[])),
            ],
            Problems = SubmitProblems,
        });
        routes.MapChange("POST", "/jobs/{uuid}/clone", endpoints.CloneAsync, new OperationDescription("cloneJob", "Posts a job like another one")
        {
            Details = "It runs the newest revision of the workflow.",
            Parameters = [Wait, ParameterDescription.IdempotencyKey],
            Request = new BodyDescription(typeof(CloneDocument), Optional: true),
            Answers = [new AnswerDescription(201, "Stored durably.", typeof(JobDocument))],
            Problems = [.. SubmitProblems.Where(problem => problem.Status != 404), NoJob],
        });
    }

    /// <summary>Maps reading.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes, JobEndpoints endpoints)
    {
        routes.MapRead("/jobs", endpoints.ListAsync, new OperationDescription("listJobs", "Lists jobs without their chains and results, newest first")
        {
            Details = "The configured parameters (by default vm_uuid, server_uuid, image_uuid, creator_uuid, origin and task) are filters too. The header " +
                "'x-count' tells how many jobs there are in all, 'Link' with rel=\"next\" where the next page is.",
            Parameters =
            [
                new ParameterDescription("execution", "Only jobs there: queued, running, waiting, succeeded, failed, canceled or retried.", typeof(string)),
                new ParameterDescription("name", "Only jobs of workflows of that name.", typeof(string)),
                new ParameterDescription("target", "Only jobs with that target.", typeof(string)),
                new ParameterDescription("consumer", "Only jobs that this consumer posted.", typeof(string)),
                new ParameterDescription("since", "Only jobs posted then or later: a date, or milliseconds since 1970.", typeof(string)),
                new ParameterDescription("until", "Only jobs posted then or earlier: a date, or milliseconds since 1970.", typeof(string)),
                new ParameterDescription("offset", "How many to skip; default 0.", typeof(int)),
                new ParameterDescription("limit", "At most this many; default and most 1000.", typeof(int)),
                new ParameterDescription("cursor", "Where the page before ended, from its 'Link'.", typeof(string)),
            ],
            Answers = [new AnswerDescription(200, "The jobs.", typeof(JobDocument[]))],
            Problems = [(409, "A filter or its value is not known."), (422, "A value is out of range.")],
        });
        routes.MapRead("/jobs/{uuid}", endpoints.GetAsync, new OperationDescription("getJob", "Reads a job")
        {
            Parameters = [Wait],
            Answers = [Job],
            Problems = [NoJob],
        });
    }

    /// <summary>Maps what jobs say.</summary>
    public static void MapJobInfo(this IEndpointRouteBuilder routes, JobInfoEndpoints endpoints)
    {
        routes.MapRead("/jobs/{uuid}/info", endpoints.GetAsync, new OperationDescription("getJobInfo", "Reads a job's info, oldest first")
        {
            Details = "What bodies appended stands in 'data', beside its 'date'; what callers posted is answered as it was posted.",
            Answers = [new AnswerDescription(200, "The elements.", typeof(JsonElement[]))],
            Problems = [NoJob],
        });
        routes.MapChange("POST", "/jobs/{uuid}/info", endpoints.PostAsync, new OperationDescription("postJobInfo", "Appends an element to a job's info")
        {
            Details = "All members but 'uuid' become one element.",
            Request = new BodyDescription(typeof(JsonElement)),
            Answers = [new AnswerDescription(200, "Appended.")],
            Problems = [(400, "The body is no JSON."), NoJob, (422, "The body is no JSON object.")],
        });
        routes.MapRead("/jobs/{uuid}/output", endpoints.GetOutputAsync, new OperationDescription(
            "getJobOutput", "Reads what a job's tasks said and returned")
        {
            Answers = [new AnswerDescription(200, "Log lines and results task by task, and the info.", typeof(JobOutputDocument))],
            Problems = [NoJob],
        });
    }
}
