namespace TaskChain.Versioning.Tests;

/// <summary>Histories and versions at random, the same for one seed: SemVer in and out of order, pre-releases, build metadata, commits, short commits, unknowns.</summary>
internal sealed class VersionGenerator(int seed)
{
    private readonly Random _random = new(seed);

    public VersionHistory History()
    {
        var identities = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<HistoryEntry>();
        for (var i = _random.Next(0, 14); i > 0; i--)
        {
            var version = Version();

            // A short commit of one that stands there would be the same version.
            if (!identities.Add(VersionText.Identity(version)) || HistoryRules.FirstTwins(entries.Select(entry => entry.Version).Append(version)) is not null) continue;
            entries.Add(new HistoryEntry(version, _random.Next(4) == 0, "reason"));
        }

        return VersionHistory.Create(entries);
    }

    public List<string> Versions(VersionHistory history, int count)
    {
        List<string> versions = [];
        while (versions.Count < count)
        {
            versions.Add(history.Entries.Count > 0 && _random.Next(3) == 0 ? Vary(history.Entries[_random.Next(history.Entries.Count)].Version) : Version());
        }

        return versions;
    }

    public void Shuffle<T>(T[] items) => _random.Shuffle(items);

    private string Version() => _random.Next(3) == 0 ? Sha() : SemVer();

    private string SemVer()
    {
        var version = $"{_random.Next(4)}.{_random.Next(3)}.{_random.Next(3)}";
        if (_random.Next(4) == 0) version += "-" + string.Join('.', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Label()));
        return _random.Next(8) == 0 ? version + "+build" + _random.Next(3) : version;
    }

    private string Label() => _random.Next(3) switch
    {
        0 => _random.Next(12).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => new[] { "alpha", "Alpha", "rc", "x-y", "-" }[_random.Next(5)],
        _ => "99999999999" + _random.Next(3),
    };

    // Few distinct digits, so that short forms and collisions of prefixes happen.
    private string Sha() => "abcdef" + string.Concat(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => "01a"[_random.Next(3)]));

    private string Vary(string version) => _random.Next(3) switch
    {
        0 when VersionText.IsSha(version) => version + "f",
        1 when VersionText.IsSha(version) => version.ToUpperInvariant(),
        0 when !version.Contains('+', StringComparison.Ordinal) => version + "+other",
        _ => version,
    };
}
