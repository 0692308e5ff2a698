using TaskChain.Consumers.Tour;
using TaskChain.Contracts.Modules;

namespace TaskChain.Modules.Tests;

public sealed class CatalogueSetupTests
{
    [Theory]
    [InlineData("1 2 3!", "1 2 3!", true)]
    [InlineData("1 2 3! 4", "1 2 3!", true)]
    [InlineData("1 2", "1 2 3!", false)]
    [InlineData("1 2 3", "1 2 3!", false)]
    [InlineData("2 1", "1 2", false)]
    public void Covers_OfTwoTables_AsksForAllEntriesInOrder(string table, string wanted, bool expected) =>
        Assert.Equal(expected, CatalogueSetup.Covers(Table(table), Table(wanted)));

    private static CompatTableDocument Table(string entries) =>
        new("m", [.. entries.Split(' ').Select(entry => new CompatEntryDocument(entry.TrimEnd('!') + ".0.0", entry.EndsWith('!')))]);
}
