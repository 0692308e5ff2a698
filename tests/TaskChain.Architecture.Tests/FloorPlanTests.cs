using System.Xml.Linq;

namespace TaskChain.Architecture.Tests;

/// <summary>The floor plan of ARCHITECTURE.md: which project may reference which. Anything not listed is refused.</summary>
public sealed class FloorPlanTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Abstractions"] = [],
        ["Contracts"] = [],
        ["Versioning"] = ["Abstractions"],
        ["Scripting"] = ["Abstractions", "Versioning"],
        ["Sandbox"] = ["Abstractions"],
        ["Client"] = ["Contracts"],
        ["Engine"] = ["Versioning", "Sandbox", "Contracts", "Abstractions"],
        ["Sandbox.Worker"] = ["Sandbox", "Versioning", "Abstractions"],
        ["Sandbox.Compiler"] = ["Sandbox", "Scripting"],
        ["Cli"] = ["Client", "Contracts", "Versioning", "Sandbox"],
        ["Storage"] = ["Engine", "Versioning", "Contracts"],
        ["Api"] = ["Engine", "Storage", "Sandbox", "Versioning", "Contracts"],
    };

    /// <summary>Packages that only one project may use.</summary>
    private static readonly Dictionary<string, string> OnlyIn = new(StringComparer.Ordinal)
    {
        ["Npgsql"] = "Storage",
        ["Microsoft.CodeAnalysis.CSharp"] = "Scripting",
        ["NuGet.Versioning"] = "Versioning",
        ["Swashbuckle.AspNetCore"] = "Api",
        ["System.CommandLine"] = "Cli",
    };

    public static TheoryData<string> Projects() => new(ProjectFiles().Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_OfEachProject_AreOnLowerFloors(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"Project 'TaskChain.{project}' is not in the floor plan.");

        var references = CodeReferences(ProjectFiles()[project]).ToList();

        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void PackageReferences_OfEachProject_StayInTheirOneProject(string project)
    {
        var packages = XDocument.Load(ProjectFiles()[project]).Descendants("PackageReference").Select(e => (string)e.Attribute("Include")!);

        Assert.DoesNotContain(packages, package => OnlyIn.TryGetValue(package, out var home) && home != project);
    }

    [Theory]
    [InlineData("Abstractions")]
    [InlineData("Contracts")]
    public void GroundFloor_HasNoPackages(string project)
    {
        Assert.Empty(XDocument.Load(ProjectFiles()[project]).Descendants("PackageReference"));
    }

    [Fact]
    public void FloorPlan_NamesOnlyProjectsThatExist() =>
        Assert.Equal(ProjectFiles().Keys.Order(StringComparer.Ordinal), Allowed.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Readme_OfEachProject_IsThereAndShort(string project)
    {
        var readme = Path.Combine(Path.GetDirectoryName(ProjectFiles()[project])!, "README.md"); // a project file always has a folder

        Assert.InRange(File.ReadLines(readme).Count(), 5, 30);
    }

    [Fact]
    public void AbstractionsIdentity_NeverChanges()
    {
        var version = XDocument.Load(ProjectFiles()["Abstractions"]).Descendants("AssemblyVersion").Single().Value;

        Assert.Equal("1.0.0.0", version);
    }

    private static Dictionary<string, string> ProjectFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path)["TaskChain.".Length..], StringComparer.Ordinal);

    // A reference that only orders the build (ReferenceOutputAssembly=false) lets no code through.
    private static IEnumerable<string> CodeReferences(string projectFile) =>
        XDocument.Load(projectFile).Descendants("ProjectReference")
            .Where(e => !string.Equals((string?)e.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase))
            .Select(e => Path.GetFileNameWithoutExtension((string)e.Attribute("Include")!)["TaskChain.".Length..]);
}
