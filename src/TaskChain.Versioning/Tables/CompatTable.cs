namespace TaskChain.Versioning.Tables;

/// <summary>A module's compat table: the content of <c>compat/&lt;module&gt;.json</c>.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Entries">The history, oldest first.</param>
public sealed record CompatTable(string Module, IReadOnlyList<HistoryEntry> Entries)
{
    /// <summary>The file's <c>$schema</c>, kept for editors; null when it has none.</summary>
    public string? Schema { get; init; }

    /// <summary>The order that the table gives to versions.</summary>
    /// <exception cref="ArgumentException">The table breaks the rules that <see cref="CompatTableReader"/> checks.</exception>
    public VersionHistory ToHistory() => VersionHistory.Create(Entries);

    /// <summary>The table with a version appended that breaks nothing (R11); the same table when the version stands there already.</summary>
    /// <exception cref="ArgumentException">The text is neither SemVer nor SHA, or the table has a version that differs from it in build metadata only.</exception>
    public CompatTable AppendedBy(string version)
    {
        if (Entries.Any(entry => IsSameText(entry.Version, version))) return this;
        if (TwinOf(version) is { } twin)
        {
            throw new ArgumentException(
                $"Version '{version}' is the same as '{twin}', which the table of module '{Module}' has already; versions that differ in build metadata only are one version.",
                nameof(version));
        }

        return this with { Entries = [.. Entries, new HistoryEntry(version, Breaks: false)] };
    }

    /// <summary>
    /// An entry that is the same version as another text (R13): it differs in build metadata only, or one SHA prefixes the other. Publishing such a
    /// version is refused.
    /// </summary>
    /// <returns>The entry's version; null when there is none, or when it is the very text.</returns>
    /// <exception cref="ArgumentException">The text is neither SemVer nor SHA.</exception>
    public string? TwinOf(string version)
    {
        var identity = VersionText.Identity(version);
        return Entries.Select(entry => entry.Version).FirstOrDefault(other =>
            !IsSameText(other, version)
            && (VersionText.Identity(other) == identity || (VersionText.IsSha(other) && VersionText.IsSha(identity) && ShaPrefix.Related(VersionText.Identity(other), identity))));
    }

    private static bool IsSameText(string a, string b) =>
        string.Equals(a, b, VersionText.IsSha(a) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
