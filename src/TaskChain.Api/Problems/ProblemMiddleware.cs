using TaskChain.Api.Auth;
using TaskChain.Api.Http;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>
/// The edge of the service: whatever is not answered by an endpoint (no route, wrong method, too large, a fault) becomes a problem, and
/// requests that a web page on another site could have caused are refused.
/// </summary>
internal sealed class ProblemMiddleware(
    RequestDelegate next, ILogger<ProblemMiddleware> logger, IFaultClassifier faults, AnonymousAccess anonymous)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // A page of another site has no key; where callers without one are served, it could pass for one.
        if (anonymous.IsServed && context.Request.Headers.Authorization.Count == 0 && SiteGuard.Refusal(context.Request) is { } refusal)
        {
            return ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, refusal);
        }

        Conventions.AllowReading(context.Response.Headers);
        return GuardedAsync(context);
    }

    private async Task GuardedAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the caller has gone: nobody to answer
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, exception);
            return;
        }

        var status = context.Response.StatusCode;
        if (status >= 400 && !context.Response.HasStarted && context.Response.ContentType is null) await AnswerStatusAsync(context, status);
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (exception is RequestRejectedException rejected)
        {
            return ProblemAnswers.WriteAsync(context, rejected.Status, rejected.Code, rejected.Message);
        }

        if (exception is BadHttpRequestException bad) return AnswerStatusAsync(context, bad.StatusCode);
        if (faults.Classify(exception) is var kind and not FaultKind.Defect)
        {
            ApiLog.Unavailable(logger, context.Request.Path, TraceIds.Of(context), exception);
            return kind == FaultKind.DatabaseAway
                ? ProblemAnswers.WriteAsync(context, 503, ProblemCodes.ServiceUnavailable, "Backend not connected")
                : ProblemAnswers.WriteAsync(
                    context, 503, ProblemCodes.Unavailable, "The service cannot reach its processes now. Try again in a few seconds.");
        }

        ApiLog.Fault(logger, context.Request.Path, TraceIds.Of(context), exception);
        return ProblemAnswers.WriteAsync(
            context, 500, ProblemCodes.InternalError, $"The service has failed. Its log has the details under trace id '{TraceIds.Of(context)}'.");
    }

    private static Task AnswerStatusAsync(HttpContext context, int status) => status switch
    {
        404 => ProblemAnswers.NotFoundAsync(context, $"'{context.Request.Path}' does not exist. The service describes itself at '/docs'."),
        405 => ProblemAnswers.WriteAsync(context, 405, ProblemCodes.MethodNotAllowed, $"{context.Request.Method} is not allowed"),
        413 => ProblemAnswers.WriteAsync(context, 413, ProblemCodes.PayloadTooLarge, "The request is larger than this resource takes."),
        415 => ProblemAnswers.WriteAsync(context, 415, ProblemCodes.InvalidRequest, "The request's content type is not one that this resource takes."),
        408 => ProblemAnswers.WriteAsync(context, 408, ProblemCodes.InvalidRequest, "The request did not arrive in time."),
        _ => ProblemAnswers.WriteAsync(context, status, ProblemCodes.InvalidRequest, "The request cannot be read."),
    };
}
