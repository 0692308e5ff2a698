using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace TaskChain.Api.Http;

/// <summary>The headers that every answer of the service carries, as node-workflow's do.</summary>
internal static class Conventions
{
    private const int LongestId = 128;
    private const int Md5Bytes = 16;
    private const string RequestId = "request-id";
    private const string OuterRequestId = "x-request-id";

    private static readonly StringValues ServerName = "WorkflowAPI";
    private static readonly StringValues KeepAlive = "Keep-Alive";
    private static readonly StringValues Origin = "*";
    private static readonly StringValues AllowedHeaders = "Accept, Accept-Version, Content-Length, Content-MD5, Content-Type, Date, Api-Version, Request-Id";
    private static readonly StringValues AllowedMethods = "GET, HEAD";
    private static readonly StringValues ExposedHeaders = "Api-Version, Request-Id, Response-Time";
    private static readonly StringValues HostName = Environment.MachineName;

    /// <summary>Begins an answer: sets what does not depend on its content. Kestrel adds <c>date</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="keepsConnections">False while the service stops: Kestrel then says <c>close</c>.</param>
    public static void Begin(HttpContext context, TimeProvider time, bool keepsConnections)
    {
        var asked = context.Request.Headers;
        var headers = context.Response.Headers;
        var inner = Usable(asked[RequestId]);
        var id = Usable(asked[OuterRequestId]) ?? inner ?? Guid.NewGuid().ToString();
        context.Features.Set(new Exchange(time, id));
        headers.Server = ServerName;
        if (keepsConnections && WantsToKeep(asked.Connection)) headers.Connection = KeepAlive;
        headers[OuterRequestId] = id;
        headers["x-server-name"] = HostName;
        if (inner is not null) headers[RequestId] = inner;
    }

    /// <summary>
    /// Lets pages of any site read the answer, as far as they get one: see <see cref="Problems.SiteGuard"/>, whose refusals do not carry these headers.
    /// </summary>
    public static void AllowReading(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = Origin;
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlAllowMethods = AllowedMethods;
        headers.AccessControlExposeHeaders = ExposedHeaders;
    }

    /// <summary>Names the workflow or job that the answer is about in <c>request-id</c>, unless the caller has named the request.</summary>
    public static void About(HttpContext context, Guid resource)
    {
        var headers = context.Response.Headers;
        if (!headers.ContainsKey(RequestId)) headers[RequestId] = resource.ToString();
    }

    /// <summary>Sets what is known only when the answer is sent: the time taken.</summary>
    public static void Finish(HttpContext context)
    {
        if (context.Features.Get<Exchange>() is not { } exchange) return;
        var headers = context.Response.Headers;
        if (!headers.ContainsKey(RequestId)) headers[RequestId] = exchange.Id;
        var taken = exchange.Milliseconds.ToString(CultureInfo.InvariantCulture);
        headers["response-time"] = taken;
        headers["x-response-time"] = taken;
    }

    /// <summary>The digest as <c>Content-MD5</c> carries it (RFC 1864).</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The header is defined as MD5; it finds damage, not attacks.")]
    public static string Digest(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[Md5Bytes];
        MD5.HashData(body, digest);
        return Convert.ToBase64String(digest);
    }

    private static bool WantsToKeep(StringValues connection) =>
        connection.Count == 0 || string.Equals(connection[0], "keep-alive", StringComparison.OrdinalIgnoreCase);

    // Ids go back to the caller and into logs: visible ASCII only, and not long.
    private static string? Usable(StringValues values)
    {
        if (values is not [{ Length: > 0 and <= LongestId } text]) return null;
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~') return null;
        }

        return text;
    }
}
