using TaskChain.Api.OpenApi;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Http;

/// <summary>Runs between routing and endpoints: paths are taken literally, and callers are told when no answer would do for them.</summary>
internal sealed class NegotiationMiddleware(RequestDelegate next)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Only our own endpoints are described; the others say 405.
        if (context.GetEndpoint()?.Metadata.GetMetadata<OperationDescription>() is not { } operation) return next(context);

        var request = context.Request;
        if (request.Path.Value is { Length: > 1 } path && path[^1] == '/')
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // routing does not mind the slash, the contract does
            return Task.CompletedTask;
        }

        if (!AcceptHeader.Admits(request.Headers.Accept, operation.StreamMediaType))
        {
            return ProblemAnswers.WriteAsync(context, StatusCodes.Status406NotAcceptable, ProblemCodes.NotAcceptable, AcceptHeader.Refusal);
        }

        var version = request.Headers["accept-version"];
        if (version.Count == 0 || version[0] is null or "*" || AcceptVersionHeader.Admits(version.ToString())) return next(context);
        return ProblemAnswers.WriteAsync(
            context, StatusCodes.Status400BadRequest, ProblemCodes.InvalidVersion,
            $"{version} is not supported by {request.Method} {request.Path}");
    }
}
