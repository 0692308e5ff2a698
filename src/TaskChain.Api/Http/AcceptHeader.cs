using Microsoft.Extensions.Primitives;

namespace TaskChain.Api.Http;

/// <summary>What callers take, as far as it matters here: whether they take what there is.</summary>
internal static class AcceptHeader
{
    /// <summary>Media types that stand for "JSON is fine", as node-workflow's server has it.</summary>
    private static readonly string[] Answered = ["application/json", "text/plain", "application/octet-stream", "application/javascript"];

    /// <summary>The refusal's text.</summary>
    public static string Refusal { get; } = "Server accepts: " + string.Join(',', Answered);

    /// <summary>True when the header admits an answer.</summary>
    /// <param name="accept">The header; absent admits everything.</param>
    /// <param name="further">A media type beside the usual ones that the resource answers, or null.</param>
    public static bool Admits(StringValues accept, string? further)
    {
        if (accept.Count == 0) return true;
        var isEmpty = true;
        foreach (var value in accept)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var range = value.AsSpan(part).Trim();
                if (range.IsEmpty) continue;
                isEmpty = false;
                if (AdmitsOne(range, further)) return true;
            }
        }

        return isEmpty;
    }

    private static bool AdmitsOne(ReadOnlySpan<char> range, string? further)
    {
        var end = range.IndexOf(';');
        if (end >= 0 && IsExcluded(range[(end + 1)..])) return false;
        var type = end < 0 ? range : range[..end].TrimEnd();
        if (Covers(type, further)) return true;
        foreach (var known in Answered)
        {
            if (Covers(type, known)) return true;
        }

        return false;
    }

    private static bool Covers(ReadOnlySpan<char> range, string? type)
    {
        if (type is null) return false;
        if (range.Equals(type, StringComparison.OrdinalIgnoreCase) || range is "*/*") return true;
        return range.EndsWith("/*", StringComparison.Ordinal) && type.AsSpan().StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase);
    }

    // q=0, q=0.0 ...: "not that one".
    private static bool IsExcluded(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim();
            if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) continue;
            return parameter[2..].Trim().TrimStart('0').TrimStart('.').TrimEnd('0').IsEmpty;
        }

        return false;
    }
}
