namespace TaskChain.Versioning;

/// <summary>What a module's installed versions offer a task (rules 1 to 5 of the resolution, R24).</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>There is something to try.</summary>
    /// <param name="Requested">
    /// The version the job code counts as written against: as the author wrote it, a range's lower bound, or null when the task named none.
    /// </param>
    /// <param name="Versions">At least one, best first. One that the body does not bind against is skipped for the next.</param>
    /// <param name="PassedOver">Newer installed versions that the table forbids, so that an abort can explain itself; null when there are none.</param>
    public sealed record Candidates(string? Requested, IReadOnlyList<Candidate> Versions, CompatBreak? PassedOver) : Resolution;

    /// <summary>Only newer versions are installed, and all of them break compatibility (rule 3).</summary>
    /// <param name="Requested">The version the job code counts as written against.</param>
    /// <param name="Break">What stands in the way and what would help.</param>
    public sealed record Broken(string Requested, CompatBreak Break) : Resolution;

    /// <summary>The module is known, but none of its versions is installed, or none can be given for the request.</summary>
    /// <param name="Message">A sentence.</param>
    public sealed record Unavailable(string Message) : Resolution;

    /// <summary>The request cannot be parsed.</summary>
    /// <param name="Message">A sentence that says what is allowed.</param>
    public sealed record Invalid(string Message) : Resolution;

    /// <summary>A short SHA that could mean several versions.</summary>
    /// <param name="Matches">The versions, oldest first.</param>
    /// <param name="Message">A sentence that lists them.</param>
    public sealed record Ambiguous(IReadOnlyList<string> Matches, string Message) : Resolution;
}

/// <summary>A version that may be given to a task.</summary>
/// <param name="Version">The installed version.</param>
/// <param name="Relation">How it stands to the request.</param>
/// <param name="RequestedIsUnknown">
/// True when the history does not know the requested version, so that its place is an assumption (R14, R15). A range that has a match assumes nothing.
/// </param>
public sealed record Candidate(InstalledVersion Version, CandidateRelation Relation, bool RequestedIsUnknown);

/// <summary>How a candidate stands to the request.</summary>
public enum CandidateRelation
{
    /// <summary>It is the requested version (rule 1).</summary>
    Exact,

    /// <summary>It is newer and the table has no break in between: the consumer is behind (rule 2).</summary>
    Newer,

    /// <summary>It is older: the consumer is ahead (rule 4).</summary>
    Older,

    /// <summary>The task named no version and gets the current one (rule 5).</summary>
    Current,

    /// <summary>It lies in the requested range (R24).</summary>
    InRange,
}

/// <summary>Why newer installed versions are not given, and what would help.</summary>
/// <param name="Available">The newest installed version.</param>
/// <param name="BreakingEntries">The entries that break compatibility after the request up to <paramref name="Available"/>, oldest first; never empty.</param>
/// <param name="NearestVersion">The newest version that would satisfy the request if it were installed; the request itself when nothing newer would.</param>
/// <param name="WouldSatisfy">All versions that would satisfy the request if they were installed, oldest first, starting with the request itself.</param>
public sealed record CompatBreak(
    InstalledVersion Available, IReadOnlyList<HistoryEntry> BreakingEntries, string NearestVersion, IReadOnlyList<string> WouldSatisfy);
