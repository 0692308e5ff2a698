using TaskChain.Contracts.Problems;

namespace TaskChain.Contracts.Modules;

/// <summary>All modules.</summary>
/// <param name="Items">By name.</param>
public sealed record ModuleListDocument(IReadOnlyList<ModuleDocument> Items);

/// <summary>A module.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">In the order of the history, oldest first; also versions that are only remembered.</param>
public sealed record ModuleDocument(string Name, IReadOnlyList<ModuleVersionDocument> Versions)
{
    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The version that tasks without a version are given; absent when none is installed.</summary>
    public string? Current { get; init; }

    /// <summary>Present when the module should not be used any more.</summary>
    public DeprecationDocument? Deprecated { get; init; }
}

/// <summary>Why a module should not be used any more.</summary>
/// <param name="Use">The module to use instead.</param>
/// <param name="Reason">Why.</param>
public sealed record DeprecationDocument(string? Use, string? Reason);

/// <summary>A version of a module.</summary>
/// <param name="Ver">SemVer or SHA.</param>
public sealed record ModuleVersionDocument(string Ver)
{
    /// <summary>Module name; absent inside a module's list.</summary>
    public string? Module { get; init; }

    /// <summary>True when tasks can be given it.</summary>
    public bool Installed { get; init; }

    /// <summary>True when it was installed once and was retired.</summary>
    public bool Retired { get; init; }

    /// <summary>True when it breaks compatibility with the version before it.</summary>
    public bool BreaksBc { get; init; }

    /// <summary>Why, in the maintainer's words.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 of the package, hexadecimal.</summary>
    public string? ContentHash { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The manifest in its package; only when the version itself is read.</summary>
    public RawJson? Manifest { get; init; }

    /// <summary>Its public API; only when the version itself is read.</summary>
    public RawJson? Surface { get; init; }

    /// <summary>What the maintainer should know; only in the answer to a publication.</summary>
    public IReadOnlyList<ProblemItem>? Warnings { get; init; }
}

/// <summary>The version that tasks without a version are given.</summary>
/// <param name="Ver">SemVer or SHA of an installed version.</param>
public sealed record CurrentVersionDocument(string Ver);

/// <summary>What came of retiring a version.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Ver">The version.</param>
/// <param name="PinnedJobs">Live jobs that were pinned to it; they fail when they start.</param>
public sealed record RetirementDocument(string Module, string Ver, int PinnedJobs);
