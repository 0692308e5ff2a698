using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>What came of publishing a module version.</summary>
public abstract record ModulePublication
{
    private protected ModulePublication()
    {
    }

    /// <summary>Published.</summary>
    /// <param name="Version">The version.</param>
    /// <param name="Warnings">For example entries out of SemVer order (R12).</param>
    public sealed record Published(ModuleVersionData Version, IReadOnlyList<ProblemItem> Warnings) : ModulePublication;

    /// <summary>The same content was published before; a retired version is installed again.</summary>
    /// <param name="Version">The version.</param>
    public sealed record Unchanged(ModuleVersionData Version) : ModulePublication;

    /// <summary>Other content is published under that version; versions never change.</summary>
    /// <param name="Problem">Says so.</param>
    public sealed record Conflict(ProblemItem Problem) : ModulePublication;

    /// <summary>The package is no module package, or contradicts the request.</summary>
    /// <param name="Problems">All of them.</param>
    public sealed record Invalid(IReadOnlyList<ProblemItem> Problems) : ModulePublication;
}

/// <summary>What came of retiring a module version.</summary>
public abstract record ModuleRetirement
{
    private protected ModuleRetirement()
    {
    }

    /// <summary>Retired.</summary>
    /// <param name="PinnedJobs">Live jobs that are pinned to it and will fail when they start; not zero only when forced.</param>
    public sealed record Retired(int PinnedJobs) : ModuleRetirement;

    /// <summary>That version is not installed.</summary>
    public sealed record NotFound : ModuleRetirement;

    /// <summary>Live jobs are pinned to it and the request did not force.</summary>
    /// <param name="PinnedJobs">How many.</param>
    public sealed record InUse(int PinnedJobs) : ModuleRetirement;
}

/// <summary>What came of replacing a compat table.</summary>
public abstract record CompatTableSaving
{
    private protected CompatTableSaving()
    {
    }

    /// <summary>Saved.</summary>
    /// <param name="Table">With its new revision.</param>
    /// <param name="Warnings">For example entries out of SemVer order (R12).</param>
    public sealed record Saved(CompatTableData Table, IReadOnlyList<ProblemItem> Warnings) : CompatTableSaving;

    /// <summary>The table changed since it was read.</summary>
    /// <param name="CurrentRevision">What it is now; 0 when there is none.</param>
    public sealed record Changed(long CurrentRevision) : CompatTableSaving;

    /// <summary>The table breaks a rule (R10 to R13).</summary>
    /// <param name="Problems">All of them.</param>
    public sealed record Refused(IReadOnlyList<ProblemItem> Problems) : CompatTableSaving;
}
