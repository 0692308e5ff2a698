namespace TaskChain.Scripting;

/// <summary>One use of a module's member.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Symbol">Documentation id, for example <c>M:Sdc.Cnapi.WaitTask(System.String)</c>; <c>?:</c> and the text for members in no known version.</param>
/// <param name="Member">As source would name it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Present">False when the given version lacks it: the use is late-bound.</param>
/// <param name="AddedIn">The oldest known version that has it, where known.</param>
/// <param name="Reach">How far it is protected by version guards.</param>
public sealed record SymbolUse(string Module, string Symbol, string Member, int Line, int Column, bool Present, string? AddedIn, Reach Reach);

/// <summary>How far a place in a body is protected by version guards.</summary>
public enum Reach
{
    /// <summary>Always reachable.</summary>
    Live,

    /// <summary>Behind a condition on versions that cannot be decided at compile time.</summary>
    Guarded,

    /// <summary>Unreachable with the given versions.</summary>
    Dead,
}
