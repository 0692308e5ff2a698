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
    /// <summary>Headers that proxies add.</summary>
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

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

        foreach (var header in Forwarding)
        {
            if (!context.Request.Headers.ContainsKey(header)) continue;
            return $"The request was forwarded by a proxy ('{header}'), which makes it no local one. Send an API key with 'Authorization: Bearer <key>'.";
        }

        return null;
    }
}
