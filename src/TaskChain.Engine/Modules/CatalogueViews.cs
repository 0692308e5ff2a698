using TaskChain.Engine.Services;
using TaskChain.Versioning;

namespace TaskChain.Engine.Modules;

/// <summary>Makes views of modules.</summary>
internal static class CatalogueViews
{
    public static ModuleView Module(ModuleRecord record)
    {
        var module = record.Module;
        var newest = module.Installed.Count > 0 ? module.Installed[^1].Manifest : (record.Versions.Count > 0 ? record.Versions[^1].Manifest : null);
        var current = VersionResolver.Resolve(module, null) is Resolution.Candidates { Versions: [var given, ..] } ? given.Version.Version : null;
        return new ModuleView(
            record.Name, newest?.Description, current, newest?.Deprecated?.Use, newest?.Deprecated?.Reason, record.Table?.Revision ?? 0,
            Versions(record))
        {
            IsDeprecated = newest?.Deprecated is not null,
        };
    }

    public static ModuleVersionView Published(ModuleRecord record, PublishedVersion version)
    {
        var match = record.Module.History.Find(version.Data.Version);
        return View(match is VersionMatch.Known known ? known.Entry : new HistoryEntry(version.Data.Version, false), version);
    }

    /// <summary>The history's versions in its order; what it does not know (yet) comes last.</summary>
    private static List<ModuleVersionView> Versions(ModuleRecord record)
    {
        var views = new List<ModuleVersionView>();
        var listed = new HashSet<PublishedVersion>();
        foreach (var entry in record.Module.History.Entries)
        {
            var published = record.Versions.LastOrDefault(version => IsSame(record, version, entry));
            if (published is not null) listed.Add(published);
            views.Add(View(entry, published));
        }

        views.AddRange(record.Versions.Where(version => !listed.Contains(version)).Select(version => Published(record, version)));
        return views;
    }

    private static bool IsSame(ModuleRecord record, PublishedVersion version, HistoryEntry entry) =>
        record.Module.History.Find(version.Data.Version) is VersionMatch.Known known && known.Entry == entry;

    private static ModuleVersionView View(HistoryEntry entry, PublishedVersion? published) => new(
        published?.Data.Version ?? entry.Version, published is { Data.Retired: false }, published is { Data.Retired: true }, entry.Breaks, entry.Reason,
        published?.Data.ContentHash, published?.Data.PublishedAt);
}
