using TaskChain.Api.Problems;

namespace TaskChain.Api.Http;

/// <summary>Query parameters that are texts.</summary>
internal static class QueryText
{
    /// <summary>The text, or null when it is absent or empty.</summary>
    /// <exception cref="RequestRejectedException">It contains U+0000, which nothing that is stored does.</exception>
    public static string? Read(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (!text.Contains('\0', StringComparison.Ordinal)) return text.Length == 0 ? null : text;
        throw RequestRejectedException.InvalidValue($"Query parameter '{name}' contains the character U+0000.");
    }
}
