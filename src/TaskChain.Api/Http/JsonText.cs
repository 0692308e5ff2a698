using System.Text.Json;
using System.Text.Unicode;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Http;

/// <summary>Checks JSON text at the edge, so that nothing behind it ever meets text that is no JSON.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    /// <summary>
    /// Checks that the text is exactly one JSON value in well-formed UTF-8 with well-formed strings, and that no object names a member twice:
    /// readers disagree about which one counts.
    /// </summary>
    /// <exception cref="RequestRejectedException">It is not; the message says where.</exception>
    public static void Check(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span)) throw Malformed("Invalid JSON: the request body is not well-formed UTF-8.");
        try
        {
            CheckStrings(utf8.Span);
            JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }).Dispose();
        }
        catch (JsonException exception)
        {
            throw Malformed(Describe(exception, utf8.IsEmpty));
        }
    }

    private static void CheckStrings(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: legal to the tokenizer, but no text.
            throw Malformed($"Invalid JSON: a string in the request body is no well-formed Unicode text (at byte {reader.TokenStartIndex}).");
        }
    }

    private static string Describe(JsonException exception, bool empty)
    {
        if (empty) return "Invalid JSON: the request has no body. Send a JSON value.";
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? message : message[..end];
        if (exception.LineNumber is null) return "Invalid JSON: an object in the request body names a member twice.";
        return $"Invalid JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {reason}";
    }

    private static RequestRejectedException Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.InvalidContent, message);
}
