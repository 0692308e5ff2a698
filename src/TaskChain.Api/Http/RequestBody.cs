using System.Buffers;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Http;

/// <summary>Reads request bodies whole, without model binding.</summary>
internal static class RequestBody
{
    /// <summary>Reads a JSON body and checks that it is one well-formed JSON value; the bytes belong to the caller.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">Largest size.</param>
    /// <param name="optional">True when no body at all is allowed; the result is then empty.</param>
    /// <exception cref="RequestRejectedException">Wrong media type, too large, or no JSON.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, int maxBytes, bool optional = false)
    {
        var request = context.Request;
        if (optional && request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0) return default;
        if (!IsJson(request.ContentType))
        {
            throw new RequestRejectedException(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.InvalidRequest,
                $"Content type '{request.ContentType}' is not accepted here. Send JSON with 'Content-Type: application/json'.");
        }

        var body = await ReadAsync(context, maxBytes);
        JsonText.Check(body);
        return body;
    }

    /// <summary>Reads a body of any kind.</summary>
    /// <exception cref="RequestRejectedException">Too large.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int maxBytes)
    {
        var length = context.Request.ContentLength;
        if (length > maxBytes) throw TooLarge(maxBytes);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > maxBytes)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                var bytes = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return bytes;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (contentType is null) return false;
        var media = contentType.AsSpan();
        var end = media.IndexOf(';');
        if (end >= 0) media = media[..end];
        media = media.Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase) ||
            (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private static RequestRejectedException TooLarge(int maxBytes) => new(
        StatusCodes.Status413PayloadTooLarge, ProblemCodes.PayloadTooLarge,
        $"The request is larger than the {maxBytes} bytes that this resource takes.");
}
