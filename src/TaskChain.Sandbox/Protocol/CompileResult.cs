namespace TaskChain.Sandbox.Protocol;

/// <summary>What came of compiling a body.</summary>
public sealed record CompileResult
{
    /// <summary>The emitted assembly with embedded symbols; null when there are errors.</summary>
    public byte[]? Assembly { get; init; }

    /// <summary>SHA-256 of <see cref="Assembly"/>, hexadecimal; null when there are errors.</summary>
    public string? Hash { get; init; }

    /// <summary>
    /// What went wrong inside the compiler, which is not the body's fault: everything else is empty then. Null otherwise. The pool turns it into a
    /// <see cref="CompilerUnavailableException"/>; nobody else sees it.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>Errors and warnings in the body's own coordinates.</summary>
    public required IReadOnlyList<ScriptDiagnostic> Diagnostics { get; init; }

    /// <summary>Module members that the body uses, present or missing, in source order.</summary>
    public required IReadOnlyList<MemberUse> Uses { get; init; }

    /// <summary>One verdict per module.</summary>
    public required IReadOnlyList<ModuleVerdict> Verdicts { get; init; }

    /// <summary>True when the body reads <c>job.Results</c>: runs of other bodies need not be sent them.</summary>
    public bool ReadsResults { get; init; }
}

/// <summary>An error or warning in a body.</summary>
/// <param name="Code">
/// <c>script_invalid</c> (does not compile against any known version), <c>module_member_missing</c> (unguarded use of a member that the given
/// version lacks), <c>script_too_complex</c>, or <c>script_warning</c>.
/// </param>
/// <param name="Id">Compiler's id such as <c>CS1061</c>, or ours (<c>TCnnnn</c>).</param>
/// <param name="IsError">False for a warning.</param>
/// <param name="Line">From 1; 0 when it belongs to no line.</param>
/// <param name="Column">From 1; 0 when it belongs to no line.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
/// <param name="Module">Name of the module that it is about, or null.</param>
/// <param name="Member">The member that is missing, as source would name it, or null.</param>
/// <param name="AddedIn">The oldest known version that has the member, or null.</param>
public sealed record ScriptDiagnostic(
    string Code, string Id, bool IsError, int Line, int Column, string Message, string? Module = null, string? Member = null, string? AddedIn = null);

/// <summary>How far a use of a member is protected by version guards.</summary>
public enum UseReach
{
    /// <summary>Always reachable.</summary>
    Live,

    /// <summary>Behind a condition on versions that cannot be decided at compile time.</summary>
    Guarded,

    /// <summary>Unreachable with the given versions.</summary>
    Dead,
}

/// <summary>One use of a module's member.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Symbol">Documentation id, for example <c>M:Sdc.Cnapi.WaitTask(System.String)</c>.</param>
/// <param name="Member">As source would name it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Present">False when the given version lacks it: the use is late-bound.</param>
/// <param name="AddedIn">The oldest known version that has it, where known.</param>
/// <param name="Reach">How far it is protected.</param>
public sealed record MemberUse(string Module, string Symbol, string Member, int Line, int Column, bool Present, string? AddedIn, UseReach Reach);

/// <summary>Whether the body fits a module version.</summary>
public enum Verdict
{
    /// <summary>Binds to the same symbols as in the requested version.</summary>
    Compatible,

    /// <summary>Compiles, but a bound symbol, default or constant differs.</summary>
    Rebound,

    /// <summary>Uses members that the version lacks; reaching one throws.</summary>
    LateBound,

    /// <summary>Does not bind.</summary>
    Broken,

    /// <summary>Cannot be told, with the reason in the evidence.</summary>
    Unknown,
}

/// <summary>The verdict on one module.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Module">Module name.</param>
/// <param name="Version">The version that was bound against.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Evidence">Sentences: symbols and lines.</param>
public sealed record ModuleVerdict(string Alias, string Module, string Version, Verdict Verdict, IReadOnlyList<string> Evidence);
