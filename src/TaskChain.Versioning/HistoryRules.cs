namespace TaskChain.Versioning;

/// <summary>What every list of versions must keep to.</summary>
internal static class HistoryRules
{
    /// <summary>The first two texts that name one version: equal but for build metadata or case of a SHA, or one SHA the prefix of the other.</summary>
    /// <exception cref="ArgumentException">A text is neither SemVer nor SHA.</exception>
    public static (string First, string Second)? FirstTwins(IEnumerable<string> versions)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var shas = new List<string>();
        foreach (var version in versions)
        {
            var identity = VersionText.Identity(version);
            if (!seen.TryAdd(identity, version)) return (seen[identity], version);
            if (VersionText.IsSha(identity)) shas.Add(identity);
        }

        // In ordinal order everything that starts with a text follows it directly, so neighbours are enough.
        shas.Sort(StringComparer.Ordinal);
        for (var i = 1; i < shas.Count; i++)
        {
            if (shas[i].StartsWith(shas[i - 1], StringComparison.Ordinal)) return (seen[shas[i - 1]], seen[shas[i]]);
        }

        return null;
    }
}
