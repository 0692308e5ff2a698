using TaskChain.Scripting.References;

namespace TaskChain.Scripting.Uses;

/// <summary>Which of a module's builds at hand have a member, from their metadata.</summary>
internal sealed class ModuleVersions(ReferenceCache references)
{
    /// <summary>The builds at hand, oldest first.</summary>
    public static IReadOnlyList<ModuleBuild> OldestFirst(ScriptModule module) =>
        [.. module.Builds.OrderBy(build => module.Builds.Count(other => module.Order.IsGreater(build.Version, other.Version)))];

    /// <summary>True when a build has the member.</summary>
    public bool Has(ModuleBuild build, string documentationId) => references.Get([build]).HasMember(documentationId);

    /// <summary>The oldest build at hand that has the member without a gap up to <paramref name="from"/>, which has it.</summary>
    public string? AddedIn(ScriptModule module, string documentationId, string from)
    {
        string? added = null;
        foreach (var build in OldestFirst(module).Reverse())
        {
            if (module.Order.IsGreater(build.Version, from)) continue;
            if (!Has(build, documentationId)) break;
            added = build.Version;
        }

        return added;
    }
}
