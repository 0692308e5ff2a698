using System.Collections.Concurrent;
using System.Collections.Frozen;
using NuGet.Versioning;

namespace TaskChain.Versioning;

/// <summary>
/// A module's versions, oldest first, and the order that they give to every version, known or not (R13 to R17). Immutable and thread-safe;
/// comparing texts that were seen before takes look-ups only and allocates nothing.
/// </summary>
public sealed class VersionHistory
{
    // Callers' texts are remembered up to this many, so that a stream of made-up versions cannot fill the memory.
    private const int MaxRemembered = 4096;

    private readonly HistoryEntry[] _entries;
    private readonly FrozenDictionary<string, int> _positions;
    private readonly (string Sha, int Position)[] _shas;
    private readonly (SemanticVersion Version, int Position)[] _semVers;
    private readonly ConcurrentDictionary<string, VersionPlace> _places = new(StringComparer.Ordinal);
    private int _remembered;

    private VersionHistory(HistoryEntry[] entries)
    {
        _entries = entries;
        _positions = entries.Select((entry, position) => (entry, position))
            .ToFrozenDictionary(item => VersionText.Identity(item.entry.Version), item => item.position, StringComparer.Ordinal);
        _shas = [.. entries.Select((entry, position) => (entry.Version.ToLowerInvariant(), position)).Where(item => VersionText.IsSha(item.Item1))];
        _semVers = [.. SemVersOf(entries).OrderBy(item => item.Version, SemVerPrecedence.Instance)];
        for (var i = 0; i < entries.Length; i++) _places[entries[i].Version] = VersionPlace.At(i);
    }

    /// <summary>A history without entries.</summary>
    public static VersionHistory Empty { get; } = new([]);

    /// <summary>The versions, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Entries => _entries;

    /// <summary>Makes a history.</summary>
    /// <param name="entries">The versions, oldest first; SemVer order is not required (R12).</param>
    /// <exception cref="ArgumentException">A version is neither SemVer nor SHA, or stands there twice (build metadata aside).</exception>
    public static VersionHistory Create(IEnumerable<HistoryEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var all = entries.ToArray();
        if (HistoryRules.FirstTwins(all.Select(entry => entry.Version)) is { } twins)
        {
            throw new ArgumentException(
                $"The versions '{twins.First}' and '{twins.Second}' are the same; a history lists each version once.", nameof(entries));
        }

        return all.Length == 0 ? Empty : new VersionHistory(all);
    }

    /// <summary>Says how <paramref name="a"/> stands to <paramref name="b"/>.</summary>
    /// <remarks>A short SHA that could mean several entries counts as unknown here; ask <see cref="Find"/> to report it.</remarks>
    /// <exception cref="ArgumentException">A text is neither SemVer nor SHA.</exception>
    public VersionOrder Compare(string a, string b) => PlaceOf(a).CompareTo(PlaceOf(b));

    /// <summary>True when <paramref name="a"/> is newer than <paramref name="b"/> (the RFD's <c>isVerGrtrThan</c>).</summary>
    /// <exception cref="ArgumentException">A text is neither SemVer nor SHA.</exception>
    public bool IsGreater(string a, string b) => PlaceOf(a).CompareTo(PlaceOf(b)) == VersionOrder.Newer;

    /// <summary>Finds what a version text means here. Text that is no version at all is simply unknown.</summary>
    public VersionMatch Find(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (!VersionText.IsValid(version)) return VersionMatch.Unknown.Instance;
        var identity = VersionText.Identity(version);
        if (_positions.TryGetValue(identity, out var position)) return new VersionMatch.Known(_entries[position], position);
        if (!VersionText.IsSha(identity)) return VersionMatch.Unknown.Instance;

        var matches = _shas.Where(item => ShaPrefix.Related(item.Sha, identity)).ToList();
        return matches.Count switch
        {
            0 => VersionMatch.Unknown.Instance,
            1 => new VersionMatch.Known(_entries[matches[0].Position], matches[0].Position),
            _ => new VersionMatch.Ambiguous([.. matches.Select(item => _entries[item.Position].Version)]),
        };
    }

    /// <summary>The breaking entries after <paramref name="requested"/> up to and including <paramref name="available"/>, oldest first (R5, R16).</summary>
    /// <returns>Empty when the available version is not newer.</returns>
    /// <exception cref="ArgumentException">A text is neither SemVer nor SHA.</exception>
    public IReadOnlyList<HistoryEntry> BreaksBetween(string requested, string available)
    {
        var from = PlaceOf(requested);
        var to = PlaceOf(available);
        List<HistoryEntry>? breaks = null;
        for (var i = from.FirstPositionAfter; i < _entries.Length && i <= to.LastPosition; i++)
        {
            if (_entries[i].Breaks) (breaks ??= []).Add(_entries[i]);
        }

        return breaks ?? (IReadOnlyList<HistoryEntry>)[];
    }

    /// <summary>True when no entry after <paramref name="requested"/> up to <paramref name="available"/> breaks compatibility (<c>isBackComp</c>).</summary>
    /// <exception cref="ArgumentException">A text is neither SemVer nor SHA.</exception>
    public bool IsBackwardCompatible(string requested, string available)
    {
        var to = PlaceOf(available);
        for (var i = PlaceOf(requested).FirstPositionAfter; i < _entries.Length && i <= to.LastPosition; i++)
        {
            if (_entries[i].Breaks) return false;
        }

        return true;
    }

    internal VersionPlace PlaceOf(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (_places.TryGetValue(version, out var place)) return place;
        place = Locate(version);
        if (Volatile.Read(ref _remembered) < MaxRemembered && _places.TryAdd(version, place)) Interlocked.Increment(ref _remembered);
        return place;
    }

    private VersionPlace Locate(string version)
    {
        if (Find(version) is VersionMatch.Known known) return VersionPlace.At(known.Position);
        if (VersionText.IsSha(version)) return VersionPlace.UnknownSha(version.ToLowerInvariant());
        if (!VersionText.TryParseSemVer(version, out var semVer)) throw VersionText.Invalid(version);

        // R14: right after the nearest lower SemVer neighbour wherever that stands; lower than all of them: before the first entry.
        var after = -1;
        foreach (var (neighbour, position) in _semVers)
        {
            if (SemVerPrecedence.Instance.Compare(neighbour, semVer) > 0) break;
            after = position;
        }

        return VersionPlace.After(after, semVer);
    }

    private static IEnumerable<(SemanticVersion Version, int Position)> SemVersOf(HistoryEntry[] entries)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (VersionText.TryParseSemVer(entries[i].Version, out var version)) yield return (version, i);
        }
    }
}
