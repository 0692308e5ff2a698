using Microsoft.Extensions.Primitives;
using TaskChain.Api.OpenApi;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Auth;

/// <summary>
/// Lets a request through when its key allows what its route needs. Stands behind routing: the route carries its <see cref="RequiredScope"/>. What no
/// route answers (404, 405, the description of the service) needs some key all the same.
/// </summary>
internal sealed class AuthMiddleware(RequestDelegate next, ApiKeyService keys, AnonymousAccess anonymous)
{
    private const string Scheme = "Bearer ";

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>();
        if (needed is { Scope: KeyScopes.None }) return next(context);
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0) return anonymous.Refusal(context) is { } refusal ? UnauthorizedAsync(context, "", refusal) : next(context);
        if (Token(header) is not { } token)
        {
            return UnauthorizedAsync(context, "", "The 'Authorization' header is not of the form 'Bearer <key>'.");
        }

        var found = keys.FindAsync(token, context.RequestAborted);
        return found.IsCompletedSuccessfully ? WithKeyAsync(context, found.Result, needed) : LaterAsync(context, found, needed);
    }

    private static string? Token(StringValues header) =>
        header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : null;

    private async Task LaterAsync(HttpContext context, ValueTask<ApiKey?> finding, RequiredScope? needed) =>
        await WithKeyAsync(context, await finding, needed);

    private Task WithKeyAsync(HttpContext context, ApiKey? key, RequiredScope? needed)
    {
        if (key is null)
        {
            return UnauthorizedAsync(context, ", error=\"invalid_token\"", "The API key is not known, or has been revoked.");
        }

        if (needed is not null && (key.Scopes & needed.Scope) == 0) return ForbiddenAsync(context, key, needed);
        context.Features.Set(key);
        return context.GetEndpoint()?.Metadata.GetMetadata<OperationDescription>()?.StreamMediaType is null ? next(context) : StreamAsync(context, key);
    }

    // A stream may last for days; it ends with the key.
    private async Task StreamAsync(HttpContext context, ApiKey key)
    {
        await using var ending = key.Revoked.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        await next(context);
    }

    private static Task UnauthorizedAsync(HttpContext context, string error, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"TaskChain\"" + error;
        return ProblemAnswers.WriteAsync(context, StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, message);
    }

    private static Task ForbiddenAsync(HttpContext context, ApiKey key, RequiredScope needed)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"TaskChain\", error=\"insufficient_scope\", scope=\"{needed.Word}\"";
        var has = string.Join(", ", KeyScopeWords.Of(key.Scopes).Select(word => $"'{word}'"));
        return ProblemAnswers.WriteAsync(
            context, StatusCodes.Status403Forbidden, ProblemCodes.Forbidden,
            $"{context.Request.Method} '{context.Request.Path}' needs the scope '{needed.Word}'; the API key of consumer '{key.Consumer}' has {has}.");
    }
}
