using TaskChain.Engine.Modules;
using TaskChain.Versioning;
using TaskChain.Versioning.Surfaces;

namespace TaskChain.Engine.Submission;

/// <summary>
/// Tells breaks that a proof can judge from those it cannot (R22): a break that shows in the API surface can be checked body by body; one that a
/// maintainer declared although the surface lost nothing is about behaviour, and no proof overrules it.
/// </summary>
internal static class ProvableBreaks
{
    public static bool Are(ModuleRecord module, CompatBreak broken) => broken.BreakingEntries.All(entry => Shows(module, entry));

    /// <summary>
    /// A version at one of the breaks whose API was never here, so that nobody can tell what the break took away; null when all could be compared.
    /// </summary>
    public static string? NeverSeen(ModuleRecord module, CompatBreak broken)
    {
        foreach (var entry in broken.BreakingEntries)
        {
            if (Surface(module, entry.Version) is null) return entry.Version;
            if (Before(module, entry) is { } before && Surface(module, before) is null) return before;
        }

        return null;
    }

    private static string? Before(ModuleRecord module, HistoryEntry entry) =>
        module.Module.History.Find(entry.Version) is VersionMatch.Known { Position: > 0 and var position }
            ? module.Module.History.Entries[position - 1].Version
            : null;

    private static bool Shows(ModuleRecord module, HistoryEntry entry)
    {
        if (Before(module, entry) is not { } previous) return false;
        var before = Surface(module, previous);
        var after = Surface(module, entry.Version);
        if (before is null || after is null) return false;
        var left = after.Members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        return before.Members.Any(member => !left.Contains(member.Id));
    }

    private static ApiSurface? Surface(ModuleRecord module, string version)
    {
        var published = module.Versions.FirstOrDefault(item => item.Data.Version == version);
        return published is null ? null : ApiSurface.FromJson(published.Data.Surface.Span);
    }
}
