using System.Net;
using TaskChain.Api.Options;
using TaskChain.Engine.Consumers;

namespace TaskChain.Api.Auth;

/// <summary>
/// Who is served without a key: callers on this machine, as long as there are no keys, or when the operator allows it. Such a caller may do everything,
/// so what a proxy forwards does not count as local.
/// </summary>
internal sealed class AnonymousAccess(ApiKeyService keys, TaskChainOptions options)
{
    private const string ForwardingPrefix = "X-Forwarded-";

    /// <summary>Headers that proxies add, beside those of the prefix. A proxy may add none: the operators' guide says to make a key before there is one.</summary>
    private static readonly string[] Forwarding = ["Forwarded", "X-Real-IP", "Via", "X-Client-IP", "X-Original-For", "CF-Connecting-IP", "True-Client-IP"];

    /// <summary>False when every request needs a key.</summary>
    public bool IsServed => !keys.HasKeys || options.Auth.AllowAnonymousLoopback;

    /// <summary>Why a request without a key is refused, or null.</summary>
    public string? Refusal(HttpContext context)
    {
        if (!IsServed) return "The request has no API key. Send one with 'Authorization: Bearer <key>'.";
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            return "Without an API key only callers on the service's own machine are served. Send one with 'Authorization: Bearer <key>'.";
        }

        return SignOfProxy(context.Request) is { } sign
            ? $"The request was forwarded by a proxy ('{sign}'), which makes it no local one. Send an API key with 'Authorization: Bearer <key>'."
            : null;
    }

    private static string? SignOfProxy(HttpRequest request)
    {
        // What proxies speak unless told otherwise, and hardly anybody else.
        if (HttpProtocol.IsHttp10(request.Protocol)) return request.Protocol;
        foreach (var header in request.Headers.Keys)
        {
            if (header.StartsWith(ForwardingPrefix, StringComparison.OrdinalIgnoreCase) || Forwarding.Contains(header, StringComparer.OrdinalIgnoreCase)) return header;
        }

        return null;
    }
}
