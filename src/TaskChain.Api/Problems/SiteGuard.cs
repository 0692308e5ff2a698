using System.Net;

namespace TaskChain.Api.Problems;

/// <summary>
/// Keeps web pages of other sites out where callers are served without a key. The service runs posted code, and a browser on the same machine would
/// carry a foreign page's requests to it: across origins, or under the page's own host name pointed at 127.0.0.1.
/// </summary>
/// <remarks>
/// node-workflow answers <c>access-control-allow-origin: *</c> to everybody, and so do we: its clients may look for the header. But whoever may read is
/// told all parameters and results of all jobs, and a page that somebody happens to look at is not meant by that. A browser names the page in
/// <c>Origin</c> on every request whose answer the page could read, and on every change; those are refused, and the refusal carries none of the headers
/// that would let the page read it. What is left, a page's blind GET, changes nothing and shows it nothing. So the star is true for whoever gets an
/// answer: the service's own pages, programs, and whoever shows a key, which no browser adds by itself.
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

        if (request.Headers.Origin is not [{ } origin]) return Blind(request);
        var own = Uri.TryCreate(origin, UriKind.Absolute, out var site) &&
            string.Equals(site.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return own ? null : $"Requests of pages of '{origin}' are refused.";
    }

    // Browsers that leave Origin out of a form's post (old ones did) say at least where the form is.
    private static string? Blind(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Headers["Sec-Fetch-Site"] is [{ } site] &&
            site is not ("same-origin" or "none")
            ? "Changes that pages of other sites ask for are refused."
            : null;

    private static bool IsAddressOrLocalhost(string host) =>
        host is "127.0.0.1" or "localhost" or "" || IPAddress.TryParse(host, out _) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
