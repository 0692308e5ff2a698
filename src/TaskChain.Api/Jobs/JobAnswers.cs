using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>Answers that several job routes give.</summary>
internal static class JobAnswers
{
    /// <summary>Answers a job as it is.</summary>
    public static Task WriteAsync(HttpContext context, int status, JobView job)
    {
        Conventions.About(context, job.Id);
        return JsonAnswers.WriteAsync(context, status, job, static (writer, view) => view.WriteTo(writer));
    }

    /// <summary>Answers a job as just posted: node-workflow's clients insist on <c>queued</c>, also when it runs already.</summary>
    public static Task WriteQueuedAsync(HttpContext context, int status, JobView job)
    {
        Conventions.About(context, job.Id);
        return JsonAnswers.WriteAsync(context, status, job, static (writer, view) => view.WriteTo(writer, "queued"));
    }

    /// <summary>Answers 404 for the job of the route.</summary>
    public static Task NotFoundAsync(HttpContext context) =>
        ProblemAnswers.NotFoundAsync(context, $"Job with uuid '{RouteIds.Text(context, "uuid")}' does not exist");
}
