using System.Diagnostics.CodeAnalysis;

namespace UrlLib;

/// <summary>Takes addresses apart and puts them together.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class UrlHelpers
{
    /// <summary>Takes an absolute address apart.</summary>
    /// <exception cref="FormatException">It is no absolute address.</exception>
    public UrlParts Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) throw new FormatException($"'{url}' is no absolute address.");
        return new UrlParts(uri.Scheme + ":", uri.Host, uri.IsDefaultPort ? null : uri.Port, uri.AbsolutePath, uri.Query, uri.Fragment);
    }

    /// <summary>Puts an address together.</summary>
    public string Format(UrlParts parts) => $"{parts.Protocol}//{parts.Host}{parts.Pathname}{parts.Search}{parts.Hash}";

    /// <summary>Finds an address relative to another (RFC 3986, section 5).</summary>
    /// <exception cref="FormatException">The base is no absolute address.</exception>
    public string Resolve(string baseUrl, string relative) => Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri)
        ? new Uri(uri, relative).AbsoluteUri
        : throw new FormatException($"'{baseUrl}' is no absolute address.");

    /// <summary>Reads a query: names and values, decoded. The last of equal names wins.</summary>
    /// <param name="search">With or without its question mark.</param>
    public IReadOnlyDictionary<string, string> ParseQuery(string search)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in search.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = pair.Split('=', 2);
            query[Decode(split[0])] = split.Length > 1 ? Decode(split[1]) : "";
        }

        return query;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
