using TaskChain.Modules.Tests.Fixtures;
using TaskChain.Versioning.Surfaces;

namespace TaskChain.Modules.Tests;

/// <summary>The packages that modules/Modules.proj makes.</summary>
public sealed class PackageTests
{
    private const string WaitTask = "M:Sdc.Cnapi.WaitTask(System.String)";
    private const string WaitTicket = "M:Sdc.Cnapi.WaitTicket(System.String)";

    [Fact]
    public void Packages_OfEveryVersionFolder_AreMadeAndUsable()
    {
        var folders = Directory.EnumerateFiles(Path.Combine(Repository.Root, "modules"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "modules"), Path.GetDirectoryName(file)!).Replace('/', ' '));

        var packages = Catalogue.Packages.Select(package => $"{package.Manifest.Name} {package.Manifest.Version}");

        Assert.Equal(folders.Order(StringComparer.Ordinal), packages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Packages_OfAllModules_LeaveTheScriptContractToTheHost() =>
        Assert.DoesNotContain(Catalogue.Packages.SelectMany(package => package.Files), file => file.Path.StartsWith("TaskChain.", StringComparison.Ordinal));

    [Theory]
    [InlineData("9.0.2", "Newtonsoft.Json.dll")]
    [InlineData("ee86d6312", "Newtonsoft.Json.dll")]
    [InlineData("9.0.3", "Newtonsoft.Json.dll")]
    [InlineData("9.1.0", "Newtonsoft.Json.dll", "Polly.Core.dll")]
    [InlineData("10.0.0", "Polly.Core.dll")]
    public void SdcClients_OfEachVersion_BringsItsOwnPrivateDependencies(string version, params string[] dependencies)
    {
        var files = Catalogue.Package("sdc-clients", version).Files.Select(file => file.Path);

        Assert.Equal([.. dependencies, "SdcClients.deps.json", "SdcClients.dll"], files);
    }

    [Theory]
    [InlineData("9.0.2", WaitTask, true)]
    [InlineData("9.1.0", WaitTask, true)]
    [InlineData("10.0.0", WaitTask, false)]
    [InlineData("9.0.2", WaitTicket, true)]
    [InlineData("ee86d6312", WaitTicket, false)]
    public void SdcClients_OfEachVersion_HasTheMembersItsHistoryTellsOf(string version, string member, bool expected)
    {
        var surface = ApiSurface.Read(Catalogue.Package("sdc-clients", version).Assembly.Content);

        Assert.Equal(expected, surface.Members.Any(known => known.Id == member));
    }

    [Theory]
    [InlineData("9.0.2", "9.0.3")]
    [InlineData("9.0.3", "9.1.0")]
    public void SdcClients_FromOneVersionToACompatibleOne_LosesOnlyWhatGainedAnOptionalParameter(string before, string after)
    {
        var (old, fresh) = (Ids(before), Ids(after));

        Assert.All(old.Except(fresh), member => Assert.Equal(WaitTicket, member));
    }

    [Fact]
    public void Async_InItsManifest_IsDeprecatedInFavourOfVasync() =>
        Assert.Equal("vasync", Catalogue.Package("async", "1.5.2").Manifest.Deprecated?.Use);

    private static IEnumerable<string> Ids(string version) =>
        ApiSurface.Read(Catalogue.Package("sdc-clients", version).Assembly.Content).Members.Select(member => member.Id);
}
