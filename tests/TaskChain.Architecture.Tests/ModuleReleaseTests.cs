using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace TaskChain.Architecture.Tests;

/// <summary>A released module version is never edited, and its folder, project, manifest and compat table name the same version.</summary>
public sealed class ModuleReleaseTests
{
    private static readonly string Modules = Path.Combine(Repository.Root, "modules");

    /// <summary>Every version folder as <c>module/version</c>.</summary>
    public static TheoryData<string> Versions() => new(Directory.EnumerateFiles(Modules, "*.csproj", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Modules, Path.GetDirectoryName(file)!).Replace('\\', '/'))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Versions))]
    public void VersionFolder_AfterRelease_IsUnchanged(string version)
    {
        var released = File.ReadLines(Path.Combine(Modules, "released.sha256")).Select(line => line.Split("  ")).ToDictionary(p => p[1], p => p[0]);

        var hash = HashOf(Path.Combine(Modules, version));

        Assert.True(released.TryGetValue(version, out var expected), $"Add the new version to modules/released.sha256:\n{hash}  {version}");
        Assert.True(hash == expected, $"modules/{version} was released and must not be edited. Undo the change and make a new version of it.");
    }

    [Fact]
    public void ReleaseList_NamesOnlyFoldersThatExist()
    {
        var listed = File.ReadLines(Path.Combine(Modules, "released.sha256")).Select(line => line.Split("  ")[1]);

        Assert.Empty(listed.Except(Versions().Select(row => row.Data), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Manifest_OfEachVersion_AgreesWithItsFolder(string version)
    {
        var (module, ver) = (version.Split('/')[0], version.Split('/')[1]);
        var project = ProjectOf(version);
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Modules, version, "taskchain.module.json")));

        Assert.Equal(module, manifest.RootElement.GetProperty("name").GetString());
        Assert.Equal(ver, manifest.RootElement.GetProperty("version").GetString());
        Assert.Equal(project.Descendants("AssemblyName").Single().Value + ".dll", manifest.RootElement.GetProperty("assembly").GetString());
        Assert.Equal(module, project.Descendants("PackageId").Single().Value);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void AssemblyVersion_OfEachVersion_AgreesWithItsFolder(string version)
    {
        var ver = version.Split('/')[1];
        var project = ProjectOf(version);
        var isSemVer = Version.TryParse(ver, out var parsed);

        Assert.Equal(isSemVer ? ver : $"0.0.0-sha.{ver}", project.Descendants("Version").Single().Value);
        if (isSemVer) Assert.Equal($"{parsed}.0", project.Descendants("AssemblyVersion").Single().Value);
    }

    [Fact]
    public void AssemblyVersions_OfOneModule_Differ()
    {
        var versions = Versions().Select(row => row.Data)
            .Select(version => $"{version.Split('/')[0]} {ProjectOf(version).Descendants("AssemblyVersion").Single().Value}").ToList();

        Assert.Equal(versions.Count, versions.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void CompatTable_OfEachModule_ListsItsVersions(string version)
    {
        var (module, ver) = (version.Split('/')[0], version.Split('/')[1]);
        using var table = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "compat", module + ".json")));

        Assert.Contains(ver, table.RootElement.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("ver").GetString()));
    }

    private static XDocument ProjectOf(string version) => XDocument.Load(Directory.EnumerateFiles(Path.Combine(Modules, version), "*.csproj").Single());

    // The same as: find . -type f | LC_ALL=C sort | xargs sha256sum | sed 's|  \./|  |' | sha256sum
    private static string HashOf(string folder)
    {
        var lines = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))))}  {file}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
