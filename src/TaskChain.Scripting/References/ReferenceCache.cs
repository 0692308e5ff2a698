namespace TaskChain.Scripting.References;

/// <summary>Metadata of module builds and bound reference sets, kept by content: reading and binding them is most of the cost of a compile.</summary>
internal sealed class ReferenceCache
{
    private const int MaxBuilds = 256;
    private const int MaxSets = 128;

    private readonly LeastRecentlyUsed<string, ModuleAssemblies> _builds = new(MaxBuilds, StringComparer.Ordinal);
    private readonly LeastRecentlyUsed<string, ReferenceSet> _sets = new(MaxSets, StringComparer.Ordinal);

    /// <summary>The set that references these builds.</summary>
    /// <exception cref="IOException">An assembly cannot be read.</exception>
    /// <exception cref="BadImageFormatException">A file is no managed assembly.</exception>
    public ReferenceSet Get(IReadOnlyList<ModuleBuild> builds) =>
        _sets.GetOrAdd(string.Join('\n', builds.Select(Key)), (builds, cache: this), static (_, state) => ReferenceSet.Create(state.builds, state.cache.Load));

    public ModuleAssemblies Load(ModuleBuild build) =>
        _builds.GetOrAdd(Key(build), build.AssemblyPath, static (_, path) => ModuleAssemblies.Load(path));

    private static string Key(ModuleBuild build) => $"{build.ContentHash}|{build.EntryType}|{build.AssemblyPath}";
}
