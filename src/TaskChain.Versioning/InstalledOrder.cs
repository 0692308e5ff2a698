namespace TaskChain.Versioning;

/// <summary>Installed versions in the order of the history.</summary>
internal static class InstalledOrder
{
    /// <summary>Oldest first. Commits that the history does not know come last, by their text, so that the order is the same for any input order.</summary>
    public static IReadOnlyList<InstalledVersion> Sort(VersionHistory history, IEnumerable<InstalledVersion> installed)
    {
        var sorted = installed.ToList();
        sorted.Sort((a, b) => history.Compare(a.Version, b.Version) switch
        {
            VersionOrder.Older => -1,
            VersionOrder.Newer => 1,
            _ => string.CompareOrdinal(a.Version, b.Version),
        });
        return sorted;
    }
}
