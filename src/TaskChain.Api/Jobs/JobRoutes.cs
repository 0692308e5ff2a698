using System.Text.Json;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Api.Jobs;

/// <summary>Routes of jobs.</summary>
internal static class JobRoutes
{
    private static readonly ParameterDescription Wait = ParameterDescription.Header(
        "Prefer", "'wait=N': answer when the job has ended, or after N seconds, at most 60. 'Preference-Applied' tells the wait that was applied.");

    private static readonly AnswerDescription Job = new(200, "The job.", typeof(JobDocument));

    /// <summary>Maps jobs themselves.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes, JobEndpoints endpoints)
    {
        routes.MapChange("POST", "/jobs", endpoints.PostAsync, new OperationDescription("postJob", "Posts a job: a run of a workflow")
        {
            Details = "Without 'Prefer: wait' the answer always says 'queued', also when the job runs already.",
            Parameters = [Wait],
            Request = new BodyDescription(typeof(NewJobDocument)),
            Answers = [new AnswerDescription(201, "Stored durably.", typeof(JobDocument))],
            Problems =
            [
                (400, "The body is no JSON."), (404, "There is no such workflow."),
                (409, "'workflow' is missing, a job has that uuid, or the workflow does not fit today's modules any more."),
                (413, "The body is too large."), (415, "The body is not sent as JSON."), (422, "A value is not allowed."),
            ],
        });
        routes.MapRead("/jobs", endpoints.ListAsync, new OperationDescription("listJobs", "Lists jobs without their chains, newest first")
        {
            Parameters =
            [
                new ParameterDescription("execution", "Only jobs there: queued, running, waiting, succeeded, failed, canceled or retried.", typeof(string)),
                new ParameterDescription("name", "Only jobs of workflows of that name.", typeof(string)),
                new ParameterDescription("target", "Only jobs with that target.", typeof(string)),
                new ParameterDescription("offset", "How many to skip; default 0.", typeof(int)),
                new ParameterDescription("limit", "At most this many; default and most 1000.", typeof(int)),
            ],
            Answers = [new AnswerDescription(200, "The jobs.", typeof(JobDocument[]))],
            Problems = [(409, "A filter or its value is not known."), (422, "'offset' or 'limit' is out of range.")],
        });
        routes.MapRead("/jobs/{uuid}", endpoints.GetAsync, new OperationDescription("getJob", "Reads a job")
        {
            Parameters = [Wait],
            Answers = [Job],
            Problems = [(404, "There is no such job.")],
        });
        routes.MapChange("POST", "/jobs/{uuid}/resume", endpoints.ResumeAsync, new OperationDescription("resumeJob", "Lets a waiting job go on")
        {
            Request = new BodyDescription(typeof(ResumeDocument), Optional: true),
            Answers = [Job],
            Problems = [(400, "The body is no JSON."), (404, "There is no such job."), (409, "The job is not waiting.")],
        });
    }

    /// <summary>Maps what jobs say.</summary>
    public static void MapJobInfo(this IEndpointRouteBuilder routes, JobInfoEndpoints endpoints)
    {
        routes.MapRead("/jobs/{uuid}/info", endpoints.GetAsync, new OperationDescription("getJobInfo", "Reads a job's info, oldest first")
        {
            Answers = [new AnswerDescription(200, "The elements.", typeof(JsonElement[]))],
            Problems = [(404, "There is no such job.")],
        });
        routes.MapChange("POST", "/jobs/{uuid}/info", endpoints.PostAsync, new OperationDescription("postJobInfo", "Appends an element to a job's info")
        {
            Details = "All members but 'uuid' become one element.",
            Request = new BodyDescription(typeof(JsonElement)),
            Answers = [new AnswerDescription(200, "Appended.")],
            Problems = [(400, "The body is no JSON."), (404, "There is no such job."), (422, "The body is no JSON object.")],
        });
        routes.MapRead("/jobs/{uuid}/output", endpoints.GetOutputAsync, new OperationDescription(
            "getJobOutput", "Reads what a job's tasks said and returned")
        {
            Answers = [new AnswerDescription(200, "Log lines and results task by task, and the info.", typeof(JobOutputDocument))],
            Problems = [(404, "There is no such job.")],
        });
    }
}
