using TaskChain.Engine.Consumers;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Auth;

/// <summary>Who sent a request. Known after <see cref="AuthMiddleware"/>.</summary>
internal static class Caller
{
    /// <summary>The key that the request was sent with, or null for a caller on this machine without one.</summary>
    public static ApiKey? KeyOf(HttpContext context) => context.Features.Get<ApiKey>();

    /// <summary>The consumer, or null for a caller without a key.</summary>
    public static string? ConsumerOf(HttpContext context) => KeyOf(context)?.Consumer;

    /// <summary>Who submits.</summary>
    public static SubmitContext ContextOf(HttpContext context) => KeyOf(context) is { } key ? new SubmitContext(key.Consumer) : SubmitContext.Anonymous;
}
