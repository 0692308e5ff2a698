using TaskChain.Versioning;

namespace TaskChain.Scripting;

/// <summary>A module of the body to compile.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">The version the code was written against, or null; may be unknown to the history.</param>
/// <param name="Resolved">The version to bind against; <paramref name="Builds"/> has it.</param>
/// <param name="History">The module's versions, oldest first.</param>
/// <param name="Builds">The versions whose assemblies are at hand, in no particular order.</param>
public sealed record ScriptModule(
    string Alias, string Name, string? Requested, string Resolved, IReadOnlyList<ModuleHistoryEntry> History, IReadOnlyList<ModuleBuild> Builds)
{
    /// <summary>The order of the module's versions.</summary>
    internal VersionHistory Order { get; } = VersionHistory.Create(History.Select(entry => new HistoryEntry(entry.Version, entry.Breaks)));

    internal ModuleBuild ResolvedBuild => Build(Resolved)
        ?? throw new ArgumentException($"The assembly of module '{Name}' {Resolved} is not at hand.", nameof(Builds));

    internal ModuleBuild? Build(string? version) => Builds.FirstOrDefault(build => string.Equals(build.Version, version, StringComparison.Ordinal));
}

/// <summary>One version in a module's history.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="Breaks">True when it breaks compatibility with the one before it.</param>
public readonly record struct ModuleHistoryEntry(string Version, bool Breaks);
