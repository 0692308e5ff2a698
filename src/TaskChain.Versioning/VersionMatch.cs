namespace TaskChain.Versioning;

/// <summary>What a version text means in a history.</summary>
public abstract record VersionMatch
{
    private VersionMatch()
    {
    }

    /// <summary>It is this entry; a shorter SHA matches the longer one it prefixes, and the other way round.</summary>
    /// <param name="Entry">The entry.</param>
    /// <param name="Position">Its position, from 0 for the oldest.</param>
    public sealed record Known(HistoryEntry Entry, int Position) : VersionMatch;

    /// <summary>The history has no such version.</summary>
    public sealed record Unknown : VersionMatch
    {
        internal static Unknown Instance { get; } = new();
    }

    /// <summary>A short SHA that prefixes several entries.</summary>
    /// <param name="Matches">The versions it could mean, oldest first.</param>
    public sealed record Ambiguous(IReadOnlyList<string> Matches) : VersionMatch;
}
