using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TaskChain.Scripting.References;

/// <summary>
/// What a body needs to bind against one build of a module: its assembly, those private dependencies whose types appear in its public signatures, and
/// the framework assemblies that these name.
/// </summary>
internal sealed record ModuleAssemblies(AssemblyFile Main, IReadOnlyList<AssemblyFile> Exposed, IReadOnlySet<string> Framework)
{
    public static ModuleAssemblies Load(string assemblyPath)
    {
        var folder = Path.GetDirectoryName(assemblyPath) ?? ".";
        var main = AssemblyFile.Read(assemblyPath);
        var exposed = new Dictionary<string, AssemblyFile>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<AssemblyFile>([main]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var name in ExposedBy(next).Where(name => !exposed.ContainsKey(name)))
            {
                var path = Path.Combine(folder, name + ".dll");
                if (!File.Exists(path)) continue; // The compiler says so if the body needs it.
                var dependency = AssemblyFile.Read(path);
                exposed[name] = dependency;
                pending.Enqueue(dependency);
            }
        }

        var framework = exposed.Values.Prepend(main).SelectMany(file => file.References).Where(FrameworkReferences.Has);
        return new ModuleAssemblies(main, [.. exposed.Values], framework.ToHashSet(StringComparer.Ordinal));
    }

    private static IReadOnlyCollection<string> ExposedBy(AssemblyFile file)
    {
        var candidates = file.References.Where(name => !FrameworkReferences.Has(name) && name != FrameworkReferences.AbstractionsName).ToList();
        if (candidates.Count == 0) return [];
        var framework = FrameworkReferences.AlwaysNames.Union(file.References.Where(FrameworkReferences.Has), StringComparer.Ordinal);
        var compilation = CSharpCompilation.Create(
            "exposed", references: [file.Reference, FrameworkReferences.Abstractions, .. framework.Select(FrameworkReferences.Get)]);
        if (compilation.GetAssemblyOrModuleSymbol(file.Reference) is not IAssemblySymbol assembly) return [];
        var visitor = new SignatureAssemblies();
        visitor.Visit(assembly.GlobalNamespace);
        return [.. candidates.Where(visitor.Names.Contains)];
    }
}
