using System.Net;

namespace TaskChain.Api.Webhooks;

/// <summary>The origins that webhooks may call: what an operator wrote into <c>TaskChain:Webhooks:Allow</c>.</summary>
internal sealed class AllowedOrigins
{
    private const string AnyBelow = "*.";
    private readonly List<Entry> _entries = [];

    private AllowedOrigins()
    {
    }

    /// <summary>Reads the list.</summary>
    /// <param name="text">Origins, separated by spaces or commas.</param>
    /// <param name="errors">Is given one sentence per entry that is none.</param>
    public static AllowedOrigins Parse(string text, List<string> errors)
    {
        var origins = new AllowedOrigins();
        foreach (var item in text.Split([' ', ',', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Entry.TryParse(item) is { } entry) origins._entries.Add(entry);
            else
            {
                errors.Add(
                    $"'TaskChain:Webhooks:Allow' has the entry '{item}'. It must be an origin like 'https://hooks.example.com', " +
                    "'https://*.example.com' or 'http://10.1.2.3:8080', without a path.");
            }
        }

        return origins;
    }

    /// <summary>Whether an address may be called, and whether the list names the very IP address that it has.</summary>
    public (bool IsAllowed, bool NamesAddress) Find(Uri url)
    {
        foreach (var entry in _entries)
        {
            if (entry.Admits(url)) return (true, entry.IsAddress);
        }

        return (false, false);
    }

    private sealed record Entry(string Scheme, string Host, int Port, bool IsWildcard, bool IsAddress)
    {
        public static Entry? TryParse(string item)
        {
            // A star is no character of a host name for everybody: it is taken away before the rest is read.
            var at = item.IndexOf("://", StringComparison.Ordinal) + 3;
            var isWildcard = at > 2 && item.AsSpan(at).StartsWith(AnyBelow, StringComparison.Ordinal);
            var plain = isWildcard ? item.Remove(at, AnyBelow.Length) : item;
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return null;
            var isAddress = url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
            if (url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0 || plain.Contains('*', StringComparison.Ordinal)) return null;
            if (isWildcard && (isAddress || !url.IdnHost.Contains('.', StringComparison.Ordinal))) return null;
            return new Entry(url.Scheme, url.IdnHost, url.Port, isWildcard, isAddress);
        }

        public bool Admits(Uri url)
        {
            if (url.Scheme != Scheme || url.Port != Port) return false;
            if (IsAddress) return IPAddress.TryParse(url.IdnHost, out var address) && address.Equals(IPAddress.Parse(Host));
            return IsWildcard
                ? url.HostNameType == UriHostNameType.Dns && url.IdnHost.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase) &&
                    url.IdnHost.Length > Host.Length + 1
                : string.Equals(url.IdnHost, Host, StringComparison.OrdinalIgnoreCase);
        }
    }
}
