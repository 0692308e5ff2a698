namespace TaskChain.Versioning;

/// <summary>Finds installed versions by the text that a task or a caller wrote.</summary>
internal static class InstalledSearch
{
    /// <summary>The installed versions that the text names: none, one, or several for an ambiguous short SHA.</summary>
    public static IReadOnlyList<InstalledVersion> Find(CatalogueModule module, string version)
    {
        if (!VersionText.IsValid(version)) return [];
        var identity = VersionText.Identity(version);
        var exact = module.Installed.FirstOrDefault(item => VersionText.Identity(item.Version) == identity);
        if (exact is not null) return [exact];

        // What the history calls the same version is the same version; commits that it does not know are matched by prefix.
        var place = module.History.PlaceOf(version);
        return
        [
            .. module.Installed.Where(item => place.IsKnown
                ? module.History.PlaceOf(item.Version).CompareTo(place) == VersionOrder.Equal
                : VersionText.IsSha(identity) && VersionText.IsSha(item.Version) && ShaPrefix.Related(VersionText.Identity(item.Version), identity)),
        ];
    }
}
