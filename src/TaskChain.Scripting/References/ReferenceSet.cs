using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TaskChain.Scripting.References;

/// <summary>A compilation without source that references chosen builds of a body's modules. Bodies are added to it: it is bound once.</summary>
internal sealed class ReferenceSet
{
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            // Release keeps values on the stack across statements and drops the positions in between: a failing call would be reported on
            // an earlier line. The wrapper asks for optimised machine code in spite of this.
            optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: false,
            checkOverflow: false,
            nullableContextOptions: NullableContextOptions.Annotations,
            concurrentBuild: false,
            deterministic: true)
        .WithMetadataImportOptions(MetadataImportOptions.Public);

    private readonly Dictionary<IAssemblySymbol, int> _owners = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, bool> _members = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<IAssemblySymbol?> _mains;
    private readonly IReadOnlyList<(int First, int Second)> _twins;

    private ReferenceSet(ReferencePlan plan)
    {
        Builds = plan.Builds;
        Shortened = plan.Shortened;
        _twins = plan.Twins;
        Compilation = CSharpCompilation.Create("body", references: plan.All(), options: Options);
        foreach (var (reference, owner) in plan.Owned)
        {
            if (Symbol(reference) is { } assembly) _owners.TryAdd(assembly, owner);
        }

        _mains = [.. plan.Mains.Select(Symbol)];
    }

    /// <summary>No source, all references.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>One per build, in the order asked for.</summary>
    public IReadOnlyList<BoundBuild> Builds { get; }

    /// <summary>Names under which assemblies are referenced whose own name is taken by another version, and their real names.</summary>
    public IReadOnlyDictionary<string, string> Shortened { get; }

    public static ReferenceSet Create(IReadOnlyList<ModuleBuild> builds, Func<ModuleBuild, ModuleAssemblies> load) =>
        new(ReferencePlan.Of(builds, load));

    /// <summary>The position in <see cref="Builds"/> of the first build that an assembly belongs to; -1 for the framework's and the body's own.</summary>
    public int OwnerOf(ISymbol? symbol) => symbol?.ContainingAssembly is { } assembly && _owners.TryGetValue(assembly, out var owner) ? owner : -1;

    /// <summary>True when the first build's assemblies have a visible member with this documentation id.</summary>
    public bool HasMember(string documentationId) => _members.GetOrAdd(documentationId, FindMember);

    /// <summary>The entry type of a build by its position, as its manifest names it; null when its assembly has no such public type.</summary>
    public INamedTypeSymbol? EntryTypeOf(int build) =>
        _mains[build]?.GetTypeByMetadataName(Builds[build].Build.EntryType) is { DeclaredAccessibility: Accessibility.Public } type ? type : null;

    /// <summary>Pairs of builds that the worker could not tell apart: other content under one assembly name and version.</summary>
    public IEnumerable<(int First, int Second)> Twins() => _twins;

    private bool FindMember(string documentationId) =>
        DocumentationCommentId.GetSymbolsForDeclarationId(documentationId, Compilation).Any(symbol => OwnerOf(symbol) == 0 && IsVisible(symbol));

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private IAssemblySymbol? Symbol(MetadataReference reference) => Compilation.GetAssemblyOrModuleSymbol(reference) as IAssemblySymbol;
}
