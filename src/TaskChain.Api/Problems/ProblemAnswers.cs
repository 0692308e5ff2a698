using System.Text.Encodings.Web;
using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>Writes problem answers: the only place that knows their shape on the wire.</summary>
internal static class ProblemAnswers
{
    /// <summary>Media type of problem bodies (RFC 9457).</summary>
    public const string MediaType = "application/problem+json";

    // Apostrophes and generics in messages stay readable: the body is never put into a page unescaped, its media type is not HTML.
    private static readonly ProblemJsonContext Json = new(new JsonSerializerOptions(ProblemJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Answers with a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">One of <see cref="ProblemCodes"/>.</param>
    /// <param name="message">For people.</param>
    /// <param name="errors">Everything that is wrong, when the problem has parts.</param>
    /// <param name="more">Further members, for programs.</param>
    public static Task WriteAsync(
        HttpContext context, int status, string code, string message, IReadOnlyList<ProblemItem>? errors = null,
        IDictionary<string, JsonElement>? more = null)
    {
        var problem = new Problem(code, message)
        {
            Type = "urn:taskchain:problem:" + code,
            Title = ProblemTitles.Of(code, status),
            Status = status,
            Detail = message,
            Instance = context.Request.Path.ToString(),
            TraceId = TraceIds.Of(context),
            Errors = errors,
            More = more,
        };
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "5";
        return Answers.SendAsync(context, status, MediaType, JsonSerializer.SerializeToUtf8Bytes(problem, Json.Problem));
    }

    /// <summary>Writes one problem or warning inside another answer.</summary>
    public static void WriteItem(Utf8JsonWriter writer, ProblemItem item) => JsonSerializer.Serialize(writer, item, Json.ProblemItem);

    /// <summary>Answers 404 for a resource.</summary>
    public static Task NotFoundAsync(HttpContext context, string message) =>
        WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.ResourceNotFound, message);
}
