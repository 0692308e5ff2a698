namespace UrlLib;

/// <summary>An address in parts.</summary>
/// <param name="Protocol">Scheme with its colon, for example <c>https:</c>.</param>
/// <param name="Hostname">Host without port.</param>
/// <param name="Port">Port, or null for the scheme's own.</param>
/// <param name="Pathname">Path from its first slash.</param>
/// <param name="Search">Query with its question mark, or empty.</param>
/// <param name="Hash">Fragment with its number sign, or empty.</param>
public sealed record UrlParts(string Protocol, string Hostname, int? Port, string Pathname, string Search, string Hash)
{
    /// <summary>Host with port, as in the address.</summary>
    public string Host => Port is null ? Hostname : $"{Hostname}:{Port}";
}
