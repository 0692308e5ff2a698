using TaskChain.Scripting;
using TaskChain.Versioning;
using TaskChain.Versioning.Packages;
using TaskChain.Versioning.Tables;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>The packages of artifacts/modules, read and unpacked once per test run, and the tables of compat/.</summary>
internal static class Catalogue
{
    private static readonly Lazy<IReadOnlyList<ModulePackage>> All = new(ReadAll);
    private static readonly string Unpacked = Directory.CreateTempSubdirectory("taskchain-modules-").FullName;

    static Catalogue() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Unpacked, recursive: true);

    public static IReadOnlyList<ModulePackage> Packages => All.Value;

    /// <summary>The catalogue of a service on which everything is installed but what <paramref name="missing"/> names, as "module version".</summary>
    public static CatalogueModule Module(string name, params string[] missing)
    {
        var problems = CompatTableReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "compat", name + ".json")), out var table, name);
        Assert.Empty(problems);
        var installed = Packages
            .Where(package => package.Manifest.Name == name && !missing.Contains($"{name} {package.Manifest.Version}"))
            .Select(package => new InstalledVersion(package.Manifest.Version, package.ContentHash, package.Manifest));
        return CatalogueModule.Create(name, table!.ToHistory(), installed, current: null);
    }

    public static ModulePackage Package(string name, string version) =>
        Packages.Single(package => package.Manifest.Name == name && package.Manifest.Version == version);

    /// <summary>All versions of a module, whose assemblies a compiler may look at.</summary>
    public static IReadOnlyList<ModuleBuild> Builds(string name) =>
    [
        .. Packages.Where(package => package.Manifest.Name == name).Select(package => new ModuleBuild(
            package.Manifest.Version, package.ContentHash, Path.Combine(Unpacked, package.ContentHash, package.Manifest.Assembly), package.Manifest.Entry)),
    ];

    private static List<ModulePackage> ReadAll()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "modules");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.nupkg") : [];
        Assert.True(files.Length > 0, "There are no packages; run: dotnet build modules/Modules.proj -t:PackAll -c Release");
        return [.. files.Select(file => Unpack(Accept(file)))];
    }

    private static ModulePackage Accept(string file)
    {
        var read = ModulePackage.Read(File.ReadAllBytes(file));
        var problems = (read as ModulePackageRead.Refused)?.Problems ?? [];
        Assert.True(read is ModulePackageRead.Accepted, $"{Path.GetFileName(file)}: {string.Join(" ", problems.Select(problem => problem.Message))}");
        return ((ModulePackageRead.Accepted)read).Package;
    }

    private static ModulePackage Unpack(ModulePackage package)
    {
        foreach (var file in package.Files)
        {
            var path = Path.Combine(Unpacked, package.ContentHash, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.ToArray());
        }

        return package;
    }
}
