namespace TaskChain.Versioning.Tests;

public sealed class CatalogueTests
{
    private static readonly ModuleCatalogue Catalogue = ModuleCatalogue.Create(
        7, [.. new[] { "sdc-clients", "vasync", "async", "restify", "url" }.Select(name => CatalogueModule.Create(name, VersionHistory.Empty, [], null))]);

    [Theory]
    [InlineData("sdc-client", "sdc-clients")]
    [InlineData("sdc_clients", "sdc-clients")]
    [InlineData("SDC-Clients", "sdc-clients")]
    [InlineData("asnyc", "async")]
    [InlineData("restfy", "restify")]
    [InlineData("something-else", "")]
    [InlineData("", "")]
    public void R20_Nearest_GivesTheNamesThatWereMeant(string name, string expected) =>
        Assert.Equal(Make.Split(expected), Catalogue.Nearest(name, 2));

    [Fact]
    public void Create_Catalogue_FindsModulesByExactName()
    {
        Assert.Equal(7, Catalogue.Revision);
        Assert.Equal(["async", "restify", "sdc-clients", "url", "vasync"], Catalogue.Names);
        Assert.Equal("url", Catalogue.Find("url")?.Name);
        Assert.Null(Catalogue.Find("URL"));
    }

    [Fact]
    public void Create_Module_PutsInstalledIntoTheOrderOfTheHistory()
    {
        var module = Make.Module("9.1.0 ee86d6312 9.0.9", "9.0.9 1.0.0 ee86d6312 9.1.0 abcdef0");

        Assert.Equal(["1.0.0", "9.1.0", "ee86d6312", "9.0.9", "abcdef0"], module.Installed.Select(item => item.Version));
        Assert.Equal("ee86d6312", module.FindInstalled("ee86d63")?.Version);
        Assert.Null(module.FindInstalled("9.9.9"));
    }
}
