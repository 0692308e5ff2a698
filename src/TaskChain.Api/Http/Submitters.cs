using TaskChain.Api.Auth;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Http;

/// <summary>Who posts something, and whether it was posted before.</summary>
internal static class Submitters
{
    /// <summary>The caller's consumer and idempotency key.</summary>
    /// <exception cref="Problems.RequestRejectedException">The key cannot be read.</exception>
    public static SubmitContext Of(HttpContext context)
    {
        var caller = Caller.ContextOf(context);
        return IdempotencyKeyHeader.Read(context.Request) is { } key ? caller with { IdempotencyKey = key } : caller;
    }

    /// <summary>Tells that the answer is that of an earlier request with the same key.</summary>
    public static void Replayed(HttpResponse response) => response.Headers["Idempotency-Replayed"] = "true";
}
