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
    public static Task WriteAsync(HttpContext context, int status, string code, string message, IReadOnlyList<ProblemItem>? errors = null) =>
        WriteAsync(context, new ProblemAnswer(status, code, message, errors));

    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, ProblemAnswer answer)
    {
        var problem = answer.ToBody() with { Instance = context.Request.Path.ToString(), TraceId = TraceIds.Of(context) };
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (answer.Status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "5";
        return Answers.SendAsync(context, answer.Status, MediaType, JsonSerializer.SerializeToUtf8Bytes(problem, Json.Problem));
    }

    /// <summary>Writes a whole problem inside another answer.</summary>
    public static void Write(Utf8JsonWriter writer, ProblemAnswer answer) => JsonSerializer.Serialize(writer, answer.ToBody(), Json.Problem);

    /// <summary>Writes one problem or warning inside another answer.</summary>
    public static void WriteItem(Utf8JsonWriter writer, ProblemItem item) => JsonSerializer.Serialize(writer, item, Json.ProblemItem);

    /// <summary>Answers 404 for a resource.</summary>
    public static Task NotFoundAsync(HttpContext context, string message) =>
        WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.ResourceNotFound, message);
}
