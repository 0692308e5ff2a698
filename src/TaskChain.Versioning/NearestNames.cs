namespace TaskChain.Versioning;

/// <summary>"Did you mean": known names near a misspelt one, by edit distance (insertion, deletion, substitution, swapped neighbours).</summary>
public static class NearestNames
{
    // Longer input is no misspelling, and the distance costs the product of both lengths.
    private const int MaxLength = 64;

    /// <summary>Known names near the given one, nearest first, equal distances in ordinal order; letter case and dashes against underscores cost nothing.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">All known names.</param>
    /// <param name="max">At most this many.</param>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> known, int max = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > MaxLength) return [];

        // A third of the name may be wrong: 'modules_pls' is near 'modules_plus', 'url' is not near 'vm'.
        var allowed = Math.Max(1, name.Length / 3);
        var folded = Fold(name);
        return
        [
            .. known.Where(candidate => candidate.Length is > 0 and <= MaxLength && Math.Abs(candidate.Length - name.Length) <= allowed)
                .Select(candidate => (candidate, distance: Distance(folded, Fold(candidate))))
                .Where(item => item.distance <= allowed)
                .OrderBy(item => item.distance).ThenBy(item => item.candidate, StringComparer.Ordinal)
                .Take(max)
                .Select(item => item.candidate),
        ];
    }

    /// <summary>The end of a message: <c> Did you mean 'x' or 'y'?</c>, or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var near = Find(name, known);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(item => $"'{item}'"))}?";
    }

    private static string Fold(string text) => text.ToLowerInvariant().Replace('-', '_');

    private static int Distance(string a, string b)
    {
        // Optimal string alignment over three rows.
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
