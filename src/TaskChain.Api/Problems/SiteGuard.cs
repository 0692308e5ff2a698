using System.Net;

namespace TaskChain.Api.Problems;

/// <summary>
/// Keeps web pages of other sites out. The service runs posted code and listens on loopback without asking who calls, and a browser on the same
/// machine would carry a foreign page's requests to it: across origins, or under the page's own host name pointed at 127.0.0.1.
/// </summary>
internal static class SiteGuard
{
    /// <summary>Why the request is refused, or null.</summary>
    public static string? Refusal(HttpRequest request)
    {
        var host = request.Host.Host;
        if (!IsAddressOrLocalhost(host))
        {
            return $"Host '{host}' is refused. Call the service by its address, for example 'http://127.0.0.1', or as 'localhost'.";
        }

        if (request.Headers.Origin is not [{ } origin]) return null;
        var own = Uri.TryCreate(origin, UriKind.Absolute, out var site) &&
            string.Equals(site.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return own ? null : $"Requests of pages of '{origin}' are refused.";
    }

    private static bool IsAddressOrLocalhost(string host) =>
        host is "127.0.0.1" or "localhost" or "" || IPAddress.TryParse(host, out _) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
