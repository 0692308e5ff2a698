using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>Answers that several job routes give.</summary>
internal static class JobAnswers
{
    /// <summary>What a job that was just posted is answered as: node-workflow's clients insist on it, also when it runs already.</summary>
    public const string Queued = "queued";

    /// <summary>What a job that was just cancelled is answered as, also while it still winds down.</summary>
    public const string Canceled = "canceled";

    /// <summary>Answers a job.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="job">The job.</param>
    /// <param name="execution">What to answer as <c>execution</c> instead of where it is, or null.</param>
    public static Task WriteAsync(HttpContext context, int status, JobView job, string? execution = null)
    {
        Conventions.About(context, job.Id);
        return JsonAnswers.WriteAsync(context, status, (job, execution), static (writer, state) => state.job.WriteTo(writer, state.execution));
    }

    /// <summary>Answers 404 for the job of the route.</summary>
    public static Task NotFoundAsync(HttpContext context) =>
        ProblemAnswers.NotFoundAsync(context, $"Job with uuid '{RouteIds.Text(context, "uuid")}' does not exist");

    /// <summary>Answers 409 with node-workflow's word for it.</summary>
    public static Task ConflictAsync(HttpContext context, string message) =>
        ProblemAnswers.WriteAsync(context, StatusCodes.Status409Conflict, ProblemCodes.ConflictError, message);
}
