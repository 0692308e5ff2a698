using NuGet.Versioning;

namespace TaskChain.Versioning;

/// <summary>
/// SemVer 2.0 §11 to the letter. NuGet's own comparer ignores case in labels and compares numeric labels above 32 bits as text, so that it calls two
/// different versions equal or orders build dates of different lengths wrongly; it parses well, which is what it is used for.
/// </summary>
internal sealed class SemVerPrecedence : IComparer<SemanticVersion>
{
    public static SemVerPrecedence Instance { get; } = new();

    public int Compare(SemanticVersion? x, SemanticVersion? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var result = x.Major.CompareTo(y.Major);
        if (result == 0) result = x.Minor.CompareTo(y.Minor);
        if (result == 0) result = x.Patch.CompareTo(y.Patch);
        return result != 0 ? result : CompareReleases(x.Release, y.Release);
    }

    private static int CompareReleases(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        // A version without a pre-release label is newer than one with.
        if (x.IsEmpty || y.IsEmpty) return x.IsEmpty.CompareTo(y.IsEmpty);

        while (true)
        {
            var result = CompareLabels(Cut(ref x, out var xEnds), Cut(ref y, out var yEnds));
            if (result != 0) return result;
            if (xEnds || yEnds) return yEnds.CompareTo(xEnds);
        }
    }

    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> rest, out bool last)
    {
        var dot = rest.IndexOf('.');
        last = dot < 0;
        var label = last ? rest : rest[..dot];
        rest = last ? default : rest[(dot + 1)..];
        return label;
    }

    private static int CompareLabels(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var xNumeric = !x.ContainsAnyExceptInRange('0', '9');
        var yNumeric = !y.ContainsAnyExceptInRange('0', '9');
        if (xNumeric != yNumeric) return xNumeric ? -1 : 1;

        // Numeric labels have no leading zeros: the longer one is greater whatever its size.
        if (xNumeric && x.Length != y.Length) return x.Length.CompareTo(y.Length);
        return x.SequenceCompareTo(y);
    }
}
