using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TaskChain.Versioning;

/// <summary>Chooses which installed versions of a module may be given to a task. Pure: the same module and request give the same answer.</summary>
/// <remarks>
/// An answer is kept with its module for as long as that lives, so that asking again takes a look-up and allocates nothing. A changed catalogue has
/// new modules.
/// </remarks>
public static class VersionResolver
{
    // Requests are callers' texts: what they may fill is bounded.
    private const int MaxRemembered = 1024;
    private const string NoVersion = "";
    private static readonly ConditionalWeakTable<CatalogueModule, ConcurrentDictionary<string, Resolution>> Answers = new();

    /// <summary>Resolves a request against a module.</summary>
    /// <param name="module">The module with its history and installed versions, in any order.</param>
    /// <param name="requested">The task's <c>ver</c>; null when it named none.</param>
    public static Resolution Resolve(CatalogueModule module, string? requested)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (requested is NoVersion) return Choose(module, requested);
        if (!Answers.TryGetValue(module, out var answers)) answers = Answers.GetValue(module, static _ => new(StringComparer.Ordinal));
        if (answers.TryGetValue(requested ?? NoVersion, out var known)) return known;
        var resolution = Choose(module, requested);
        if (answers.Count < MaxRemembered) answers.TryAdd(requested ?? NoVersion, resolution);
        return resolution;
    }

    private static Resolution Choose(CatalogueModule module, string? requested)
    {
        if (requested is null) return ResolveCurrent(module);
        if (!VersionRequest.TryParse(requested, out var request, out var error)) return new Resolution.Invalid(error);
        if (request is VersionRequest.Sha && Ambiguity(module, requested) is { } ambiguous) return ambiguous;
        if (module.Installed.Count == 0) return NothingInstalled(module);

        var installed = InstalledOrder.Sort(module.History, module.Installed);
        if (request is VersionRequest.Range range)
        {
            var matches = installed.Where(item => range.Includes(item.Version)).Reverse()
                .Select(item => new Candidate(item, CandidateRelation.InRange, RequestedIsUnknown: false)).ToList();
            return matches.Count > 0 ? new Resolution.Candidates(range.LowerBound, matches, null) : Around(module, installed, range.LowerBound);
        }

        return InstalledSearch.Find(module, requested) is [var exact]
            ? new Resolution.Candidates(requested, [new Candidate(exact, CandidateRelation.Exact, IsUnknown(module, requested))], null)
            : Around(module, installed, requested);
    }

    // Rule 5. A pointer at a version that was retired meanwhile counts as not set.
    private static Resolution ResolveCurrent(CatalogueModule module)
    {
        if (module.Installed.Count == 0) return NothingInstalled(module);
        var current = module.Current is null ? null : module.FindInstalled(module.Current);
        current ??= InstalledOrder.Sort(module.History, module.Installed)[^1];
        return new Resolution.Candidates(null, [new Candidate(current, CandidateRelation.Current, false)], null);
    }

    // Rules 2 to 4. Breaks add up with distance, so the compatible newer versions are the nearest ones.
    private static Resolution Around(CatalogueModule module, IReadOnlyList<InstalledVersion> installed, string requested)
    {
        var history = module.History;
        var unknown = IsUnknown(module, requested);
        var newer = installed.Where(item => history.IsGreater(item.Version, requested)).ToList();
        var older = installed.Where(item => history.Compare(item.Version, requested) is VersionOrder.Older or VersionOrder.Unordered).ToList();
        var compatible = newer.Where(item => history.IsBackwardCompatible(requested, item.Version)).ToList();

        var candidates = Enumerable.Reverse(compatible).Select(item => new Candidate(item, CandidateRelation.Newer, unknown)).ToList();
        if (older.Count > 0) candidates.Add(new Candidate(older[^1], CandidateRelation.Older, unknown));

        var passedOver = compatible.Count == newer.Count ? null : Explain(history, requested, newer[^1]);
        if (candidates.Count > 0) return new Resolution.Candidates(requested, candidates, passedOver);
        return passedOver is not null
            ? new Resolution.Broken(requested, passedOver)
            : new Resolution.Unavailable($"Module '{module.Name}' has no installed version that could stand in for '{requested}'. {Installed(installed)}");
    }

    private static CompatBreak Explain(VersionHistory history, string requested, InstalledVersion available)
    {
        List<string> wouldSatisfy = [requested];
        wouldSatisfy.AddRange(history.Entries.Select(entry => entry.Version)
            .Where(version => history.IsGreater(version, requested) && history.IsBackwardCompatible(requested, version)));
        return new CompatBreak(available, history.BreaksBetween(requested, available.Version), wouldSatisfy[^1], wouldSatisfy);
    }

    private static Resolution.Ambiguous? Ambiguity(CatalogueModule module, string requested)
    {
        var matches = module.History.Find(requested) is VersionMatch.Ambiguous inHistory
            ? inHistory.Matches
            : [.. InstalledOrder.Sort(module.History, InstalledSearch.Find(module, requested)).Select(item => item.Version)];
        return matches.Count < 2 ? null : new Resolution.Ambiguous(
            matches,
            $"The SHA '{requested}' could mean {matches.Count} versions of module '{module.Name}': {string.Join(", ", matches)}. Write more of its digits.");
    }

    private static bool IsUnknown(CatalogueModule module, string requested) => module.History.Find(requested) is not VersionMatch.Known;

    private static Resolution.Unavailable NothingInstalled(CatalogueModule module) =>
        new($"Module '{module.Name}' is known, but none of its versions is installed in this service.");

    private static string Installed(IEnumerable<InstalledVersion> installed) =>
        $"Installed: {string.Join(", ", installed.Select(item => item.Version))}.";
}
