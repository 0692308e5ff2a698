namespace TaskChain.Sandbox.Protocol;

/// <summary>One body to compile. Everything that the result depends on is in here: its hash is the cache key.</summary>
public sealed record CompileRequest
{
    /// <summary>C# statements.</summary>
    public required string Body { get; init; }

    /// <summary>True for fallback, onerror, oncancel and revert bodies: the global <c>error</c> exists.</summary>
    public bool HasError { get; init; }

    /// <summary>False emulates an old service: no version globals, no symbols, <c>modules_plus</c> ignored.</summary>
    public bool Versioning { get; init; } = true;

    /// <summary>The task's modules with the versions to bind against.</summary>
    public required IReadOnlyList<CompileModule> Modules { get; init; }

    /// <summary>True when unguarded uses of missing members become late-bound throws instead of errors (<c>"missing_members": "throw"</c>).</summary>
    public bool ThrowOnMissingMembers { get; init; }

    /// <summary>The text that is hashed for the cache key besides the modules' content: compiler and policy version.</summary>
    public static string CompilerVersion { get; } = "3";
}

/// <summary>A module of the body to compile.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">The version the code was written against, or null; may be unknown to the history.</param>
/// <param name="Resolved">The version to bind against; it is one of <paramref name="Known"/>.</param>
/// <param name="History">The module's history, oldest first.</param>
/// <param name="Known">Versions whose assemblies are at hand, in no particular order.</param>
public sealed record CompileModule(
    string Alias, string Name, string? Requested, string Resolved, IReadOnlyList<HistoryFact> History, IReadOnlyList<KnownModuleVersion> Known);

/// <summary>A module version whose assembly is at hand.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="ContentHash">SHA-256 of the package, hexadecimal.</param>
/// <param name="AssemblyPath">Full path of the module's assembly; its folder holds the private dependencies.</param>
/// <param name="EntryType">Full name of the entry class.</param>
public sealed record KnownModuleVersion(string Version, string ContentHash, string AssemblyPath, string EntryType);
