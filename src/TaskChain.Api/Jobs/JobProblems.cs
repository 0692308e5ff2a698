using System.Diagnostics;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>Why jobs are not taken, as problems: the same alone and in a batch.</summary>
internal static class JobProblems
{
    /// <summary>The problem of a submission that was not accepted.</summary>
    public static ProblemAnswer Of(JobSubmission submission) => submission switch
    {
        JobSubmission.WorkflowNotFound missing => new(
            StatusCodes.Status404NotFound, ProblemCodes.ResourceNotFound, $"Workflow with uuid '{missing.Workflow}' does not exist"),
        JobSubmission.SourceNotFound missing => new(
            StatusCodes.Status404NotFound, ProblemCodes.ResourceNotFound, $"Job with uuid '{missing.Id}' does not exist"),
        JobSubmission.Refused refused => SubmissionProblems.Of(refused.Problems, StatusCodes.Status409Conflict),
        JobSubmission.Invalid invalid => SubmissionProblems.Of(invalid.Problems),
        JobSubmission.IdTaken taken => new(
            StatusCodes.Status409Conflict, ProblemCodes.InvalidArgument, $"Job.uuid must be unique. A job with uuid '{taken.Id}' already exists"),
        JobSubmission.Conflict conflict => new(StatusCodes.Status409Conflict, conflict.Code, conflict.Message),
        JobSubmission.KeyReused => SubmissionProblems.KeyReused,
        _ => throw new UnreachableException(),
    };
}
