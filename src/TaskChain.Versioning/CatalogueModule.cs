namespace TaskChain.Versioning;

/// <summary>A module as a service knows it at one moment. Immutable.</summary>
/// <param name="Name">Module name.</param>
/// <param name="History">All versions that are remembered, installed or not.</param>
/// <param name="Installed">Installed versions in the order of the history; may be empty.</param>
/// <param name="Current">The version that tasks get which name none; null means the newest installed one.</param>
public sealed record CatalogueModule(string Name, VersionHistory History, IReadOnlyList<InstalledVersion> Installed, string? Current)
{
    /// <summary>Makes a module, putting the installed versions into the order of the history.</summary>
    public static CatalogueModule Create(string name, VersionHistory history, IEnumerable<InstalledVersion> installed, string? current) =>
        new(name, history, InstalledOrder.Sort(history, installed), current);

    /// <summary>The installed version that is exactly this one, short SHAs resolved; null when it is not installed or could be several.</summary>
    public InstalledVersion? FindInstalled(string version) => InstalledSearch.Find(this, version) is [var only] ? only : null;
}
