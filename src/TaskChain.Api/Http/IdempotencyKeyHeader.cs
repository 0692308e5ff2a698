using System.Text;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Http;

/// <summary>
/// The header <c>Idempotency-Key</c> (IETF draft -07): a structured-field string, <c>"like-this"</c>. A bare word is taken as the same key: many clients
/// send one, and nothing else could be meant by it.
/// </summary>
internal static class IdempotencyKeyHeader
{
    /// <summary>Name of the header.</summary>
    public const string Name = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>The key, unquoted, or null when the request has none.</summary>
    /// <exception cref="RequestRejectedException">The header is there and is no key.</exception>
    public static string? Read(HttpRequest request)
    {
        var values = request.Headers[Name];
        if (values.Count == 0) return null;
        var key = values is [{ } text] ? Parse(text.AsSpan().Trim()) : null;
        if (key is { Length: > 0 and <= Longest }) return key;
        throw new RequestRejectedException(
            StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest,
            $"The header '{Name}' must be one quoted string of 1 to {Longest} ASCII characters, for example '{Name}: \"8e03978e-40d5\"'.");
    }

    private static string? Parse(ReadOnlySpan<char> text) => text.StartsWith('"') ? Quoted(text[1..]) : Bare(text);

    private static string? Quoted(ReadOnlySpan<char> text)
    {
        var key = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    var rest = text[(i + 1)..].TrimStart();
                    return rest.IsEmpty || rest[0] == ';' ? key.ToString() : null; // parameters of the string mean nothing here
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\':
                    key.Append(text[++i]);
                    break;
                case '\\':
                    return null;
                case >= ' ' and <= '~':
                    key.Append(text[i]);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static string? Bare(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~' or '"' or '\\' or ',' or ';') return null;
        }

        return text.ToString();
    }
}
