using System.Text.Json;

namespace TaskChain.Api.Http;

/// <summary>Writes JSON answers.</summary>
internal static class JsonAnswers
{
    private const string MediaType = "application/json";

    private static readonly JsonWriterOptions Options = new()
    {
        // The media type is not HTML; apostrophes and code stay readable.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Answers with what <paramref name="write"/> writes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="state">Is handed to <paramref name="write"/>, so that it need not capture anything.</param>
    /// <param name="write">Writes exactly one JSON value.</param>
    public static Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer, state);
        return Answers.SendAsync(context, status, MediaType, buffer.Written);
    }

    /// <summary>Answers with JSON text that is at hand already.</summary>
    public static Task WriteRawAsync(HttpContext context, int status, ReadOnlyMemory<byte> utf8) =>
        Answers.SendAsync(context, status, MediaType, utf8.Span);
}
