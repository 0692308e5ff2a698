namespace TaskChain.Versioning.Tests;

public sealed class AbortMessageTests
{
    [Fact]
    public void R19_Broken_ReadsAsTheSpecificationSays()
    {
        var history = VersionHistory.Create(
        [
            new("9.0.3", false), new("9.1.0", false), new("10.0.0", true, "Cnapi.WaitTask was replaced by\nCnapi.WaitTicketAsync."),
        ]);
        var module = CatalogueModule.Create("sdc-clients", history, [Make.Installed("10.0.0")], null);
        var broken = Assert.IsType<Resolution.Broken>(VersionResolver.Resolve(module, "9.0.3"));

        Assert.Equal(
            "Task 'cnapi.wait_on_vm_ticket' needs module 'sdc-clients' 9.0.3; this service has 10.0.0, which broke compatibility "
            + "(Cnapi.WaitTask was replaced by Cnapi.WaitTicketAsync; used on line 3). Install 9.0.3 or 9.1.0 beside it, or move the task to 10.0.0.",
            AbortMessage.Broken("cnapi.wait_on_vm_ticket", module.Name, "9.0.3", broken.Break, 3));
    }

    [Theory]
    [InlineData("9.0.2 9.0.3! 10.0.0!", "10.0.0", "compatibility was broken by 9.0.3 (9.0.3 broke it) and 10.0.0 (10.0.0 broke it), used on lines 2, 5. Install 9.0.2 beside it, or move the task to 10.0.0.")]
    [InlineData("9.0.2 10.0.0! 10.1.0", "10.1.0", "this service has 10.1.0; compatibility was broken by 10.0.0 (10.0.0 broke it), used on lines 2, 5. Install")]
    public void R19_BrokenBySeveralOrEarlier_NamesEachOfThem(string history, string installed, string expected)
    {
        var broken = Assert.IsType<Resolution.Broken>(VersionResolver.Resolve(Make.Module(history, installed), "9.0.2"));

        Assert.Contains(expected, AbortMessage.Broken("t", "m", "9.0.2", broken.Break, 5, 2, 5), StringComparison.Ordinal);
    }
}
