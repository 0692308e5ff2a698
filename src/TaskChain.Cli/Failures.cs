using System.Net;
using TaskChain.Client.Exceptions;

namespace TaskChain.Cli;

/// <summary>What a failure means for the exit status, and how it is told.</summary>
internal static class Failures
{
    /// <summary>The exit status of a failure; null for a fault of this program.</summary>
    public static int? StatusOf(Exception failure) => failure switch
    {
        OperationCanceledException => ExitCodes.Interrupted,
        UsageException => ExitCodes.Usage,
        MissingException => ExitCodes.NotFound,
        TimeoutException or TaskChainConnectionException => ExitCodes.Unreachable,
        TaskChainProblemException problem => StatusOf(problem),
        IOException or UnauthorizedAccessException => ExitCodes.Failure,
        _ => null,
    };

    /// <summary>Tells a failure.</summary>
    public static void Tell(Exception failure, TextWriter error, bool verbose)
    {
        if (failure is TaskChainProblemException problem) Tell(problem, error);
        else if (failure is OperationCanceledException) error.WriteLine("Interrupted.");
        else error.WriteLine(failure.Message);
        if (verbose || StatusOf(failure) is null) error.WriteLine(failure);
    }

    private static int StatusOf(TaskChainProblemException problem) => problem.Status switch
    {
        HttpStatusCode.NotFound => ExitCodes.NotFound,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.PreconditionRequired => ExitCodes.Conflict,
        HttpStatusCode.UnprocessableEntity when problem.Code.StartsWith("module", StringComparison.Ordinal) => ExitCodes.Conflict,
        _ => problem.IsTransient ? ExitCodes.Unreachable : ExitCodes.Failure,
    };

    private static void Tell(TaskChainProblemException problem, TextWriter error)
    {
        error.WriteLine(problem.Problem.Title is { } title ? $"{title}: {problem.Detail}" : problem.Detail);
        foreach (var item in problem.Errors) error.WriteLine($"  {item.Pointer ?? "-"}: {item.Message}");
        error.WriteLine($"  code {problem.Code}" + (problem.TraceId is { } trace ? $", trace {trace}" : ""));
    }
}
