using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Tables;

/// <summary>Checks of a table against what was before it and what is installed.</summary>
public static class CompatTableChecks
{
    /// <summary>
    /// What in <paramref name="next"/> is more than an append to <paramref name="previous"/> (R10). Flags, reasons and notes of existing entries may
    /// change; versions may not be removed, reordered or inserted.
    /// </summary>
    /// <returns>Empty when the change is append-only.</returns>
    public static IReadOnlyList<DocumentProblem> Rewrites(CompatTable previous, CompatTable next)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(next);
        var before = Identities(previous);
        var after = Identities(next);
        var problems = new List<DocumentProblem>();
        for (var i = 0; i < before.Count; i++)
        {
            var now = after.IndexOf(before[i]);
            if (now < 0) problems.Add(new DocumentProblem("/history", $"Version '{previous.Entries[i].Version}' was removed; the history is append-only."));
        }

        var kept = after.Where(before.Contains).ToList();
        var order = before.Where(after.Contains).ToList();
        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i] == order[i]) continue;
            var position = after.IndexOf(kept[i]);
            problems.Add(new DocumentProblem($"/history/{position}", $"Version '{next.Entries[position].Version}' was moved; the history is append-only."));
        }

        var lastOld = after.FindLastIndex(before.Contains);
        for (var i = 0; i < lastOld; i++)
        {
            if (before.Contains(after[i])) continue;
            problems.Add(new DocumentProblem(
                $"/history/{i}", $"Version '{next.Entries[i].Version}' was inserted before older entries; new versions are appended at the end."));
        }

        return problems;
    }

    /// <summary>Installed versions that the table lacks (R11); each is an error.</summary>
    public static IReadOnlyList<DocumentProblem> NotListed(CompatTable table, IEnumerable<string> installed)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(installed);
        var history = table.ToHistory();
        return
        [
            .. installed.Where(version => history.Find(version) is not VersionMatch.Known).Select(version => new DocumentProblem(
                "/history", $"Version '{version}' of module '{table.Module}' is installed, but its table does not list it. Append it to the history.")),
        ];
    }

    private static List<string> Identities(CompatTable table) => [.. table.Entries.Select(entry => VersionText.Identity(entry.Version))];
}
