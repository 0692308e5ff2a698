namespace TaskChain.Sandbox;

/// <summary>The modules of a task as resolved, with what the version globals answer from. Immutable and shared between runs.</summary>
/// <param name="Key">Content hash of everything below.</param>
/// <param name="Modules">One per alias.</param>
/// <param name="Catalogue">Histories and installed versions of the modules named in <paramref name="Modules"/>.</param>
public sealed record ModuleSet(string Key, IReadOnlyList<TaskModule> Modules, IReadOnlyList<ModuleKnowledge> Catalogue)
{
    /// <summary>A task without modules.</summary>
    public static ModuleSet Empty { get; } = new("", [], []);
}

/// <summary>One module of a task.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">The version the job code was written against; a range shows its lower bound (R24). Null when the task named none.</param>
/// <param name="Version">The resolved version.</param>
/// <param name="ContentHash">SHA-256 of the package, hexadecimal.</param>
/// <param name="Folder">Folder of the unpacked package on this node.</param>
/// <param name="AssemblyFile">File name of the module's assembly inside <paramref name="Folder"/>.</param>
/// <param name="EntryType">Full name of the entry class.</param>
public sealed record TaskModule(
    string Alias, string Name, string? Requested, string Version, string ContentHash, string Folder, string AssemblyFile, string EntryType);

/// <summary>What version queries about a module are answered from.</summary>
/// <param name="Name">Module name.</param>
/// <param name="History">Oldest first.</param>
/// <param name="Installed">Installed versions, oldest first.</param>
public sealed record ModuleKnowledge(string Name, IReadOnlyList<HistoryFact> History, IReadOnlyList<string> Installed);

/// <summary>One entry of a module's history.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="Breaks">True when it breaks compatibility with the entry before it.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record HistoryFact(string Version, bool Breaks, string? Reason);
