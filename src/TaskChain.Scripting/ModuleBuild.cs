namespace TaskChain.Scripting;

/// <summary>A module version whose assembly is at hand.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="ContentHash">Names the content: two builds with one hash are the same.</param>
/// <param name="AssemblyPath">Full path of the module's assembly; its folder holds the private dependencies.</param>
/// <param name="EntryType">Full name of the entry class.</param>
public sealed record ModuleBuild(string Version, string ContentHash, string AssemblyPath, string EntryType)
{
    internal string EntryNamespace => EntryType.LastIndexOf('.') is var dot and > 0 ? EntryType[..dot] : "";
}
