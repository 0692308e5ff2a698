using NuGet.Versioning;

namespace TaskChain.Versioning;

/// <summary>NuGet's range notation, restricted to three-part versions.</summary>
internal sealed record VersionRangeRule
{
    private readonly VersionRange _range;
    private readonly bool _takesPreReleases;

    private VersionRangeRule(VersionRange range)
    {
        _range = range;
        _takesPreReleases = range.MinVersion is { IsPrerelease: true } || range.MaxVersion is { IsPrerelease: true }
            || range.Float is { IncludePrerelease: true };
        LowerBound = range.MinVersion is { } min ? Text(min) : "0.0.0";
    }

    public string LowerBound { get; }

    /// <summary>The rule, or null. A bare '9' or '9.0' is refused: NuGet reads it as 'at least', which few authors mean.</summary>
    public static VersionRangeRule? TryParse(string? text)
    {
        if (text is not { Length: > 0 and <= 256 } || (text[0] is not ('[' or '(') && !text.Contains('*', StringComparison.Ordinal))) return null;
        if (!VersionRange.TryParse(text, allowFloating: true, out var range)) return null;
        if (range.MinVersion is { Revision: not 0 } || range.MaxVersion is { Revision: not 0 }) return null;
        return IsEmpty(range) ? null : new VersionRangeRule(range);
    }

    public bool Includes(string version)
    {
        if (!VersionText.TryParseSemVer(version, out _) || !NuGetVersion.TryParse(version, out var parsed)) return false;
        if (parsed.IsPrerelease && !_takesPreReleases) return false;
        return _range.Satisfies(parsed) && (_range.Float is not { FloatBehavior: not NuGetVersionFloatBehavior.None } floating || floating.Satisfies(parsed));
    }

    private static bool IsEmpty(VersionRange range)
    {
        if (range.MinVersion is null || range.MaxVersion is null) return false;
        var order = range.MinVersion.CompareTo(range.MaxVersion);
        return order > 0 || (order == 0 && !(range.IsMinInclusive && range.IsMaxInclusive));
    }

    private static string Text(NuGetVersion version) =>
        $"{version.Major}.{version.Minor}.{version.Patch}{(version.IsPrerelease ? "-" + version.Release : "")}";
}
