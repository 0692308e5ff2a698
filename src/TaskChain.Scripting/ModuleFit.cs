namespace TaskChain.Scripting;

/// <summary>Whether a body fits a module version.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Module">Module name.</param>
/// <param name="Version">The version that was bound against.</param>
/// <param name="Fit">The verdict.</param>
/// <param name="Evidence">Sentences that name symbols and lines.</param>
public sealed record ModuleFit(string Alias, string Module, string Version, Fit Fit, IReadOnlyList<string> Evidence);

/// <summary>How well a body fits; a later one is worse.</summary>
public enum Fit
{
    /// <summary>Binds to the same symbols as in the requested version.</summary>
    Compatible,

    /// <summary>Compiles, but a bound symbol, default or constant differs.</summary>
    Rebound,

    /// <summary>Uses members that the version lacks; reaching one throws.</summary>
    LateBound,

    /// <summary>Cannot be told, with the reason in the evidence.</summary>
    Unknown,

    /// <summary>Does not bind.</summary>
    Broken,
}
