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
}
