namespace TaskChain.Scripting.References;

/// <summary>A build as one compilation references it.</summary>
/// <param name="Build">The build.</param>
/// <param name="ExternAlias">The alias under which its assembly is referenced; empty when it is referenced plainly.</param>
/// <param name="IsGlobal">True when its types are in the global namespace, so that the body can name them.</param>
internal sealed record BoundBuild(ModuleBuild Build, string ExternAlias, bool IsGlobal)
{
    /// <summary>The entry type as the wrapper writes it.</summary>
    public string EntryTypeSource => $"{(IsGlobal ? "global" : ExternAlias)}::{Build.EntryType.Replace('+', '.')}";
}
