namespace TaskChain.Versioning.Packages;

/// <summary>What a module package says about itself in <c>taskchain.module.json</c>.</summary>
/// <param name="Name">Module name as tasks write it, for example <c>sdc-clients</c>.</param>
/// <param name="Version">SemVer 2.0 or a commit SHA.</param>
/// <param name="Assembly">File name of the module's assembly in the package folder <c>module/</c>.</param>
/// <param name="Entry">Full name of the entry class; scripts get its object under their alias.</param>
public sealed record ModuleManifest(string Name, string Version, string Assembly, string Entry)
{
    /// <summary>One sentence about the module, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Set when the module should not be used any more: using it gives a warning.</summary>
    public ModuleDeprecation? Deprecated { get; init; }
}

/// <summary>That a module is deprecated.</summary>
/// <param name="Use">Name of the module to use instead, or null.</param>
/// <param name="Reason">Why, for people; or null.</param>
public sealed record ModuleDeprecation(string? Use, string? Reason);
