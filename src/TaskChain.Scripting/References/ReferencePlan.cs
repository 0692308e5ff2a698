using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.References;

/// <summary>
/// Lays out which assemblies a body is compiled against. Assembly names must differ for the compiler, but one body may use two versions of one module:
/// the second is referenced under a shortened name and an alias, and emission gives the name back. At run time the assembly version tells them apart.
/// </summary>
internal sealed class ReferencePlan
{
    private readonly Dictionary<string, AssemblyFile> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AssemblyFile> _mainFiles = [];
    private readonly HashSet<string> _framework = new(FrameworkReferences.AlwaysNames, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shortened = new(StringComparer.Ordinal);

    private ReferencePlan()
    {
    }

    /// <summary>One per build, in the order asked for.</summary>
    public List<BoundBuild> Builds { get; } = [];

    /// <summary>The reference to the main assembly of each build.</summary>
    public List<MetadataReference> Mains { get; } = [];

    /// <summary>References to assemblies of builds, with the position of the first build that has them.</summary>
    public List<(MetadataReference Reference, int Owner)> Owned { get; } = [];

    /// <summary>Pairs of builds with other content under one assembly name and version.</summary>
    public List<(int First, int Second)> Twins { get; } = [];

    /// <summary>Shortened names and the real ones.</summary>
    public IReadOnlyDictionary<string, string> Shortened => _shortened;

    public static ReferencePlan Of(IReadOnlyList<ModuleBuild> builds, Func<ModuleBuild, ModuleAssemblies> load)
    {
        var plan = new ReferencePlan();
        foreach (var build in builds)
        {
            var first = plan.Builds.FindIndex(other => other.Build.ContentHash == build.ContentHash);
            if (first < 0) plan.Add(build, load(build));
            else plan.AddAgain(build, first);
        }

        return plan;
    }

    /// <summary>Everything that the compilation references.</summary>
    public IEnumerable<MetadataReference> All() =>
        Owned.Select(owned => owned.Reference).Prepend(FrameworkReferences.Abstractions).Concat(_framework.Select(FrameworkReferences.Get));

    private void AddAgain(ModuleBuild build, int first)
    {
        Builds.Add(Builds[first] with { Build = build });
        Mains.Add(Mains[first]);
        _mainFiles.Add(_mainFiles[first]);
    }

    private void Add(ModuleBuild build, ModuleAssemblies assemblies)
    {
        _framework.UnionWith(assemblies.Framework);
        var files = assemblies.Exposed.Prepend(assemblies.Main).ToList();
        var shorter = files
            .Where(file => _taken.TryGetValue(file.Name, out var other) && other.Content != file.Content)
            .ToDictionary(file => file.Name, file => Shorten(file.Name), StringComparer.Ordinal);
        if (shorter.ContainsKey(assemblies.Main.Name)) FindTwin(assemblies.Main);
        var alias = $"m{Builds.Count}";
        foreach (var file in files) AddFile(file, shorter, alias, file == assemblies.Main);
        Builds.Add(new BoundBuild(build, alias, IsGlobal: !shorter.ContainsKey(assemblies.Main.Name)));
    }

    private void FindTwin(AssemblyFile main)
    {
        var twin = _mainFiles.FindIndex(other => string.Equals(other.Name, main.Name, StringComparison.OrdinalIgnoreCase) && other.Version == main.Version);
        if (twin >= 0) Twins.Add((twin, Builds.Count));
    }

    private void AddFile(AssemblyFile file, Dictionary<string, string> shorter, string alias, bool isMain)
    {
        if (!shorter.ContainsKey(file.Name) && !_taken.TryAdd(file.Name, file) && !isMain) return; // The same dependency, brought by two modules.
        MetadataReference reference = shorter.Count == 0
            ? file.Reference
            : MetadataReference.CreateFromImage(AssemblyIdentityTable.Shorten(file.Image, shorter), filePath: file.Name + ".dll");
        if (shorter.ContainsKey(file.Name)) reference = reference.WithAliases([alias]);
        Owned.Add((reference, Builds.Count));
        if (!isMain) return;
        Mains.Add(reference);
        _mainFiles.Add(file);
    }

    private string Shorten(string name)
    {
        for (var cut = 1; cut < name.Length; cut++)
        {
            if (!_taken.ContainsKey(name[cut..]) && _shortened.TryAdd(name[cut..], name)) return name[cut..];
        }

        throw new BadImageFormatException($"The assembly name '{name}' is too short for two versions of it in one body.");
    }
}
