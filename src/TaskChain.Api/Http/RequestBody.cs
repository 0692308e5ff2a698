using System.Buffers;
using System.Globalization;
using TaskChain.Api.Auth;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Http;

/// <summary>Reads request bodies whole, without model binding.</summary>
internal static class RequestBody
{
    /// <summary>Reads a JSON body and checks that it is one well-formed JSON value; the bytes belong to the caller.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">Largest size.</param>
    /// <exception cref="RequestRejectedException">Wrong media type, too large, damaged, or no JSON.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, int maxBytes)
    {
        RequireJson(context.Request);
        var body = await ReadAsync(context, maxBytes);
        JsonText.Check(body);
        return body;
    }

    /// <summary>True when the request has no body at all.</summary>
    public static bool IsAbsent(HttpRequest request) => request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0;

    /// <summary>True for a form as browsers and <c>curl -d</c> send it.</summary>
    public static bool IsForm(string? contentType) =>
        MediaType(contentType).Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses a body that is not sent as JSON.</summary>
    /// <exception cref="RequestRejectedException">It is not.</exception>
    public static void RequireJson(HttpRequest request)
    {
        var media = MediaType(request.ContentType);
        var isJson = media.Equals("application/json", StringComparison.OrdinalIgnoreCase) ||
            (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        if (isJson) return;
        throw new RequestRejectedException(
            StatusCodes.Status415UnsupportedMediaType, ProblemCodes.InvalidRequest,
            $"Content type '{request.ContentType}' is not accepted here. Send JSON with 'Content-Type: application/json'.");
    }

    /// <summary>Reads a body of any kind.</summary>
    /// <exception cref="RequestRejectedException">Too large, or not what its <c>Content-MD5</c> says.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int maxBytes)
    {
        var length = context.Request.ContentLength;
        var most = Math.Min(maxBytes, Caller.KeyOf(context)?.Limits.MaxRequestBytes ?? maxBytes);
        if (length > most) throw TooLarge(context, maxBytes, most);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > most)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(context, maxBytes, most);
            }

            if (read.IsCompleted)
            {
                var bytes = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                CheckDigest(context.Request, bytes);
                return bytes;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ReadOnlySpan<char> MediaType(string? contentType)
    {
        var media = contentType.AsSpan();
        var end = media.IndexOf(';');
        return (end < 0 ? media : media[..end]).Trim();
    }

    // What was damaged on its way is told before it is read as something else.
    private static void CheckDigest(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (request.Headers.ContentMD5 is not [{ } claimed]) return;
        var actual = Conventions.Digest(body);
        if (claimed.AsSpan().Trim().SequenceEqual(actual)) return;
        throw new RequestRejectedException(
            StatusCodes.Status400BadRequest, ProblemCodes.BadDigest, $"Content-MD5 '{claimed}' didn't match '{actual}'");
    }

    private static RequestRejectedException TooLarge(HttpContext context, int maxBytes, long most)
    {
        var size = context.Request.ContentLength is { } length ? string.Create(CultureInfo.InvariantCulture, $"has {length} bytes, which is more") : "is larger";
        var message = most == maxBytes
            ? $"The request is larger than the {maxBytes} bytes that this resource takes."
            : $"The request {size} than the {most} bytes that consumer '{Caller.ConsumerOf(context)}' may send ('max_request_bytes').";
        return new RequestRejectedException(StatusCodes.Status413PayloadTooLarge, ProblemCodes.PayloadTooLarge, message);
    }
}
