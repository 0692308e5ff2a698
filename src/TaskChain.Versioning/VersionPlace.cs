using NuGet.Versioning;

namespace TaskChain.Versioning;

/// <summary>Where a version stands: at an entry, in the gap after one (R14), or after everything (R15).</summary>
internal sealed class VersionPlace
{
    // Entries have even slots, gaps the odd ones between them, so that places compare as plain numbers.
    private const int AfterEverything = int.MaxValue;

    private readonly int _slot;
    private readonly SemanticVersion? _semVer;
    private readonly string? _sha;

    private VersionPlace(int slot, SemanticVersion? semVer = null, string? sha = null)
    {
        _slot = slot;
        _semVer = semVer;
        _sha = sha;
    }

    /// <summary>True when the history has the version.</summary>
    public bool IsKnown => _semVer is null && _sha is null;

    /// <summary>Position of the first entry that is newer.</summary>
    public int FirstPositionAfter => _slot == AfterEverything ? int.MaxValue : (_slot + 2) >> 1;

    /// <summary>Position of the last entry that is not newer; -1 when all are.</summary>
    public int LastPosition => _slot == AfterEverything ? int.MaxValue : _slot >> 1;

    public static VersionPlace At(int position) => new(position * 2);

    public static VersionPlace After(int position, SemanticVersion version) => new((position * 2) + 1, semVer: version);

    public static VersionPlace UnknownSha(string sha) => new(AfterEverything, sha: sha);

    public VersionOrder CompareTo(VersionPlace other)
    {
        if (_slot != other._slot) return _slot < other._slot ? VersionOrder.Older : VersionOrder.Newer;
        if (_sha is not null) return string.Equals(_sha, other._sha, StringComparison.Ordinal) ? VersionOrder.Equal : VersionOrder.Unordered;
        if (_semVer is null || other._semVer is null) return VersionOrder.Equal;
        return SemVerPrecedence.Instance.Compare(_semVer, other._semVer) switch
        {
            < 0 => VersionOrder.Older,
            0 => VersionOrder.Equal,
            > 0 => VersionOrder.Newer,
        };
    }
}
