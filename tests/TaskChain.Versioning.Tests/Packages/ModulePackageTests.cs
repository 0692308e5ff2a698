using System.Security.Cryptography;
using TaskChain.Versioning.Packages;

namespace TaskChain.Versioning.Tests.Packages;

public sealed class ModulePackageTests
{
    [Fact]
    public void R27_ReadValidPackage_GivesManifestFilesAndHash()
    {
        var bytes = new PackageBuilder().Put("module/runtimes/linux/native.so", "x").Put("readme.md", "not a file of the module").Build();

        var package = Accept(bytes);

        Assert.Equal(new ModuleManifest("sample", "9.0.3", "Sample.dll", PackageBuilder.Entry), package.Manifest);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), package.ContentHash);
        Assert.Equal(["Sample.deps.json", "Sample.dll", "runtimes/linux/native.so"], package.Files.Select(file => file.Path));
        Assert.Equal("x"u8.ToArray(), package.Files[2].Content.ToArray());
        Assert.Equal("Sample.dll", package.Assembly.Path);
    }

    [Theory]
    [InlineData("9.0.3", "9.0.3")]
    [InlineData("9.0.3+build.1", "9.0.3")]
    [InlineData("9.0.3-rc.1", "9.0.3-rc.1")]
    [InlineData("ee86d6312", "0.0.0-sha.ee86d6312")]
    [InlineData("EE86D6312", "0.0.0-sha.ee86d6312")]
    [InlineData("1234567", "0.0.0-sha.1234567")]
    public void R27_ReadWithMatchingPackageVersion_IsAccepted(string version, string nuspecVersion) =>
        Assert.Equal(version, Accept(new PackageBuilder(version, nuspecVersion).Build()).Manifest.Version);

    [Theory]
    [InlineData("9.0.3", "9.0.4", "9.0.3")]
    [InlineData("ee86d6312", "0.0.0-sha.ee86d631", "0.0.0-sha.ee86d6312")]
    [InlineData("ee86d6312", "9.0.3", "0.0.0-sha.ee86d6312")]
    [InlineData("9.0.3", "", "9.0.3")]
    public void R27_ReadWithOtherPackageVersion_SaysWhichItMustBe(string version, string nuspecVersion, string expected) =>
        Assert.Contains($"must be '{expected}'", Refuse(new PackageBuilder(version, nuspecVersion).Build()), StringComparison.Ordinal);

    [Fact]
    public void R27_ReadWithOtherPackageId_NamesBoth()
    {
        var message = Refuse(new PackageBuilder().Put("sample.nuspec", PackageBuilder.Nuspec("simple", "9.0.3")).Build());

        Assert.Contains("'simple'", message, StringComparison.Ordinal);
        Assert.Contains("'sample'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taskchain.module.json", "no 'taskchain.module.json' at its root")]
    [InlineData("sample.nuspec", "one .nuspec")]
    [InlineData("module/Sample.dll", "no 'module/Sample.dll'")]
    [InlineData("module/Sample.deps.json", "no 'module/Sample.deps.json'")]
    public void R27_ReadWithoutANeededFile_NamesIt(string missing, string expected) =>
        Assert.Contains(expected, Refuse(new PackageBuilder().Drop(missing).Build()), StringComparison.Ordinal);

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("module/../../evil.dll")]
    [InlineData("/etc/passwd")]
    [InlineData("module/%2e%2e/%2e%2e/evil.dll")]
    [InlineData("C:/evil.dll")]
    [InlineData("module\\..\\evil.dll")]
    [InlineData("module//evil.dll")]
    [InlineData("module/./evil.dll")]
    [InlineData("module/a\nb.dll")]
    public void Read_EntryOutsideThePackage_IsRefused(string name) =>
        Assert.Contains("does not name a file inside the package", Refuse(new PackageBuilder().Add(name, [1]).Build()), StringComparison.Ordinal);

    [Fact]
    public void Read_OneNameTwice_IsRefused() =>
        Assert.Contains("twice", Refuse(new PackageBuilder().Add("module/SAMPLE.dll", [1]).Build()), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_ReportsThemTogether()
    {
        var message = Refuse(new PackageBuilder("9.0.3", "9.0.4").Add("../evil", [1]).Put("taskchain.module.json", """{"nam":"sample","version":"9"}""").Build());

        Assert.Contains("'../evil'", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'name'?", message, StringComparison.Ordinal);
        Assert.Contains("'9' is no valid 'version'", message, StringComparison.Ordinal);
        Assert.Contains("'assembly' is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoArchive_IsRefused() => Assert.Contains("no readable zip archive", Refuse("nonsense"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Read_TooLargePackage_IsRefused() =>
        Assert.Contains("at most 10", Refuse(new PackageBuilder().Build(), new ModulePackageLimits { MaxPackageBytes = 10 }), StringComparison.Ordinal);

    [Fact]
    public void Read_PackedBomb_IsRefusedAtTheLimit()
    {
        var bytes = new PackageBuilder().Put("module/zeros.bin", new byte[20_000_000]).Build();

        Assert.Contains("more than the allowed", Refuse(bytes, new ModulePackageLimits { MaxUnpackedBytes = 10_000_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyEntries_IsRefused() =>
        Assert.Contains("at most 3", Refuse(new PackageBuilder().Build(), new ModulePackageLimits { MaxEntries = 3 }), StringComparison.Ordinal);

    [Fact]
    public void Read_NoAssemblyInTheAssemblyFile_IsRefused() =>
        Assert.Contains("no .NET assembly", Refuse(new PackageBuilder().Put("module/Sample.dll", "text").Build()), StringComparison.Ordinal);

    [Theory]
    [InlineData("TaskChain.Versioning.Tests.Packages.Missing", "has no public")]
    [InlineData("TaskChain.Versioning.Tests.Packages.PackageBuilder", "has no public")]
    [InlineData("TaskChain.Versioning.Tests.Packages.UnusableEntry", "needs a public constructor")]
    public void Read_UnusableEntryClass_IsRefused(string entry, string expected) =>
        Assert.Contains(expected, Refuse(new PackageBuilder(entry: entry).Build()), StringComparison.Ordinal);

    [Fact]
    public void Read_EntryClassWithoutParameters_IsAccepted() =>
        Accept(new PackageBuilder(entry: typeof(ModulePackageTests).FullName!).Build());

    [Fact]
    public void Read_PackageWithACopyOfTheSharedAssembly_IsRefused() =>
        Assert.Contains("the service provides it", Refuse(new PackageBuilder().Put("module/TaskChain.Abstractions.dll", "x").Build()), StringComparison.Ordinal);

    [Fact]
    public void Read_NuspecWithADocumentType_IsRefused()
    {
        var bytes = new PackageBuilder().Put("sample.nuspec", """<!DOCTYPE x [<!ENTITY e "x">]><package>&e;</package>""").Build();

        Assert.Contains("is no XML", Refuse(bytes), StringComparison.Ordinal);
    }

    private static ModulePackage Accept(byte[] bytes)
    {
        var read = ModulePackage.Read(bytes);
        return read is ModulePackageRead.Accepted accepted
            ? accepted.Package
            : throw new Xunit.Sdk.XunitException(string.Join('\n', Assert.IsType<ModulePackageRead.Refused>(read).Problems));
    }

    private static string Refuse(byte[] bytes, ModulePackageLimits? limits = null) =>
        string.Join('\n', Assert.IsType<ModulePackageRead.Refused>(ModulePackage.Read(bytes, limits)).Problems);
}
