using System.Text.Json;
using NuGet.Versioning;
using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Tables;

/// <summary>Reads <c>compat/&lt;module&gt;.json</c> and checks it (R10 to R13).</summary>
public static class CompatTableReader
{
    /// <summary>Reads a table; all errors and warnings are reported together.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="table">The table, or null when there are errors; warnings do not prevent it.</param>
    /// <param name="module">The module that it must be about, for example from the file's name; null when any will do.</param>
    public static IReadOnlyList<DocumentProblem> Read(ReadOnlyMemory<byte> utf8, out CompatTable? table, string? module = null)
    {
        table = null;
        var reader = new DocumentReader();
        if (reader.Root(utf8) is not { } root) return reader.Problems;

        reader.Members(root, "", "$schema", "module", "history");
        var name = reader.Text(root, "", "module", required: true);
        if (name is not null && !ModuleNames.IsValid(name)) reader.Error("/module", $"'{name}' is no module name. {ModuleNames.Allowed}");
        else if (name is not null && module is not null && name != module) reader.Error("/module", $"The table is about module '{name}'; expected was '{module}'.");

        var entries = ReadHistory(reader, root);
        CheckTwins(reader, entries);
        WarnAboutOrder(reader, entries);
        if (!reader.HasErrors)
        {
            // No error means that the name was there and each entry has a version.
            table = new CompatTable(name!, [.. entries.Select(entry => entry!)]) { Schema = reader.Text(root, "", "$schema") };
        }

        return reader.Problems;
    }

    private static List<HistoryEntry?> ReadHistory(DocumentReader reader, JsonElement root)
    {
        List<HistoryEntry?> entries = [];
        if (!root.TryGetProperty("history", out var history)) reader.Error("", "The member 'history' is missing.");
        else if (history.ValueKind != JsonValueKind.Array) reader.Error("/history", "The member 'history' must be a list of versions, oldest first.");
        else
        {
            foreach (var item in history.EnumerateArray()) entries.Add(ReadEntry(reader, item, $"/history/{entries.Count}"));
        }

        return entries;
    }

    private static HistoryEntry? ReadEntry(DocumentReader reader, JsonElement item, string pointer)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            reader.Error(pointer, "An entry must be an object with 'ver' and 'breaks_bc'.");
            return null;
        }

        reader.Members(item, pointer, "ver", "breaks_bc", "reason", "note");
        var version = reader.Text(item, pointer, "ver", required: true);
        var breaks = reader.Truth(item, pointer, "breaks_bc") ?? false;
        var reason = reader.Text(item, pointer, "reason");
        var note = reader.Text(item, pointer, "note");
        if (version is null) return null;
        if (!VersionText.IsValid(version))
        {
            reader.Error(pointer + "/ver", $"'{version}' is no version. {VersionText.AllowedSingle}");
            return null;
        }

        if (breaks && string.IsNullOrWhiteSpace(reason))
        {
            reader.Warn(pointer, $"Version '{version}' breaks compatibility without a reason. Say what broke: people whose jobs are refused read it.");
        }

        return new HistoryEntry(version, breaks, reason, note);
    }

    private static void CheckTwins(DocumentReader reader, List<HistoryEntry?> entries)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { } entry) continue;
            var identity = VersionText.Identity(entry.Version);
            var isSha = VersionText.IsSha(identity);
            var twin = seen.Where(item => item.Key == identity || (isSha && VersionText.IsSha(item.Key) && ShaPrefix.Related(item.Key, identity)))
                .Select(item => (int?)item.Value).FirstOrDefault();
            if (twin is { } first && entries[first] is { } other) reader.Error($"/history/{i}/ver", Twins(entry.Version, other.Version, first));
            else seen.Add(identity, i);
        }
    }

    private static string Twins(string version, string other, int position) => version == other
        ? $"Version '{version}' stands at /history/{position} already."
        : VersionText.IsSha(version)
            ? $"The commits '{version}' and '{other}' (/history/{position}) are the same, since one SHA prefixes the other."
            : $"Versions '{version}' and '{other}' (/history/{position}) differ in build metadata only, which is no part of a version's identity.";

    // R12: back-ports happen, so this is no error; the position wins.
    private static void WarnAboutOrder(DocumentReader reader, List<HistoryEntry?> entries)
    {
        SemanticVersion? highest = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (!VersionText.TryParseSemVer(entries[i]?.Version, out var version)) continue;
            if (highest is null || SemVerPrecedence.Instance.Compare(version, highest) >= 0) highest = version;
            else
            {
                reader.Warn(
                    $"/history/{i}/ver",
                    $"Version '{entries[i]!.Version}' stands after '{highest.ToNormalizedString()}', which is higher by SemVer. The position counts: it is the newer one here.");
            }
        }
    }
}
