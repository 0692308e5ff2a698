using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TaskChain.Scripting.References;

/// <summary>A compilation without source that references chosen builds of a body's modules. Bodies are added to it: it is bound once.</summary>
internal sealed class ReferenceSet
{
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: false,
            checkOverflow: false,
            nullableContextOptions: NullableContextOptions.Annotations,
            concurrentBuild: false,
            deterministic: true)
        .WithMetadataImportOptions(MetadataImportOptions.Public);

    private readonly Dictionary<IAssemblySymbol, int> _owners;
    private readonly Dictionary<BoundBuild, IAssemblySymbol> _mains;

    private ReferenceSet(
        CSharpCompilation compilation, IReadOnlyList<BoundBuild> builds, Dictionary<IAssemblySymbol, int> owners,
        Dictionary<BoundBuild, IAssemblySymbol> mains)
    {
        _mains = mains;
        Compilation = compilation;
        Builds = builds;
        _owners = owners;
    }

    /// <summary>No source, all references.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>One per build, in the order asked for.</summary>
    public IReadOnlyList<BoundBuild> Builds { get; }

    /// <summary>The position in <see cref="Builds"/> of the first build that an assembly belongs to; -1 for the framework's and the body's own.</summary>
    public int OwnerOf(ISymbol? symbol) => symbol?.ContainingAssembly is { } assembly && _owners.TryGetValue(assembly, out var owner) ? owner : -1;

    /// <summary>True when a build's assembly has its entry type.</summary>
    public bool HasEntryType(BoundBuild build) => EntryTypeOf(build) is not null;

    /// <summary>The entry type of a build, as its manifest names it; null when its assembly has no such public type.</summary>
    public INamedTypeSymbol? EntryTypeOf(BoundBuild build) =>
        _mains.TryGetValue(build, out var main) && main.GetTypeByMetadataName(build.Build.EntryType) is { DeclaredAccessibility: Accessibility.Public } type ? type : null;

    public static ReferenceSet Create(IReadOnlyList<ModuleBuild> builds, Func<ModuleBuild, ModuleAssemblies> load)
    {
        var references = new List<MetadataReference> { FrameworkReferences.Abstractions };
        var framework = new HashSet<string>(FrameworkReferences.AlwaysNames, StringComparer.Ordinal);
        var taken = new Dictionary<string, AssemblyFile>(StringComparer.OrdinalIgnoreCase);
        var bound = new List<BoundBuild>();
        var owned = new List<(MetadataReference Reference, int Owner)>();
        var mains = new Dictionary<BoundBuild, IAssemblySymbol>();
        for (var i = 0; i < builds.Count; i++)
        {
            var assemblies = load(builds[i]);
            framework.UnionWith(assemblies.Framework);
            foreach (var file in assemblies.Exposed.Prepend(assemblies.Main))
            {
                if (!taken.TryAdd(file.Name, file)) continue;
                references.Add(file.Reference);
                owned.Add((file.Reference, i));
            }

            bound.Add(new BoundBuild(builds[i], "", IsGlobal: true));
        }

        references.AddRange(framework.Select(FrameworkReferences.Get));
        var compilation = CSharpCompilation.Create("body", references: references, options: Options);
        var owners = new Dictionary<IAssemblySymbol, int>(SymbolEqualityComparer.Default);
        foreach (var (reference, owner) in owned)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly) owners[assembly] = owner;
        }

        foreach (var build in bound)
        {
            if (compilation.GetAssemblyOrModuleSymbol(load(build.Build).Main.Reference) is IAssemblySymbol main) mains[build] = main;
        }

        return new ReferenceSet(compilation, bound, owners, mains);
    }
}
