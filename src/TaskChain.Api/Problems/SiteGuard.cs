using System.Net;

namespace TaskChain.Api.Problems;

/// <summary>
/// Keeps web pages of other sites out. The service runs posted code and listens on loopback without asking who calls, and a browser on the same
/// machine would carry a foreign page's requests to it: across origins, or under the page's own host name pointed at 127.0.0.1.
/// </summary>
/// <remarks>
/// node-workflow answers <c>access-control-allow-origin: *</c> to everybody, and so do we: its clients may look for the header. But who may read all
/// is also told all parameters and results of all jobs, and nothing here tells a page's request from its reader's wish. A browser names the page in
/// <c>Origin</c> on every request whose answer a page could read, and on every change; those are refused, and the refusal carries none of the
/// headers that would let the page read it. What is left, a page's blind GET, changes nothing and shows it nothing. So the star is true for
/// whoever gets an answer: pages of the service's own origin, and programs.
/// </remarks>
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
