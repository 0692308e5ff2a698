using TaskChain.Contracts;

namespace TaskChain.Engine.Services;

/// <summary>A module as the catalogue knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">From the newest version's manifest, or null.</param>
/// <param name="Current">The version that tasks without a version are given; null when none is installed.</param>
/// <param name="DeprecatedUse">What to use instead, when the newest version's manifest says that the module is deprecated; otherwise null.</param>
/// <param name="DeprecatedReason">Why, or null.</param>
/// <param name="TableRevision">Revision of the compat table; 0 when there is none.</param>
/// <param name="Versions">In the order of the history.</param>
public sealed record ModuleView(
    string Name, string? Description, string? Current, string? DeprecatedUse, string? DeprecatedReason, long TableRevision,
    IReadOnlyList<ModuleVersionView> Versions)
{
    /// <summary>True when the newest version's manifest says that the module is deprecated.</summary>
    public bool IsDeprecated { get; init; }
}

/// <summary>A version in a module's list: published, or only remembered by the history.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="Installed">True when tasks can be given it.</param>
/// <param name="Retired">True when it was installed once and is not any more.</param>
/// <param name="BreaksBc">What the compat table says.</param>
/// <param name="Reason">The maintainer's reason, or null.</param>
/// <param name="ContentHash">SHA-256 of the package, hexadecimal; null when it was never published.</param>
/// <param name="PublishedAt">When; null when it was never published.</param>
public sealed record ModuleVersionView(
    string Version, bool Installed, bool Retired, bool BreaksBc, string? Reason, string? ContentHash, DateTimeOffset? PublishedAt);

/// <summary>A published version with what is inside.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Summary">As in the list.</param>
/// <param name="Manifest">The manifest in the package.</param>
/// <param name="Surface">The public API surface.</param>
public sealed record ModuleVersionDetail(string Module, ModuleVersionView Summary, RawJson Manifest, RawJson Surface);
