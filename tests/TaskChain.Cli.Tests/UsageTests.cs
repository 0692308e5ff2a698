namespace TaskChain.Cli.Tests;

public sealed class UsageTests(CliService service)
{
    [Theory]
    [InlineData]
    [InlineData("job")]
    [InlineData("nonsense")]
    [InlineData("job", "submit")]
    [InlineData("job", "show", "no-uuid")]
    [InlineData("job", "list", "--execution", "sleeping")]
    [InlineData("job", "list", "--output", "xml")]
    [InlineData("key", "create", "x", "--scope", "everything")]
    [InlineData("key", "list", "--token", "tc_x")] // tokens are never arguments
    public async Task WrongArguments_Exit2AndWriteNoData(params string[] arguments)
    {
        var run = await service.Program.RunAsync(arguments);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Contains("--help'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflow", "submit", "-")]
    [InlineData("job", "submit", "x", "--params", "-")]
    public async Task InputThatIsNoJson_Exits2(params string[] arguments)
    {
        var run = await service.Program.FeedAsync("{", arguments);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Contains("no JSON", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("job", "submit", "--help")]
    public async Task Help_IsData(params string[] arguments)
    {
        var run = await service.Program.RunAsync(arguments);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("--output", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroying_WithoutYesAndATerminal_Exits2()
    {
        var run = await service.Program.RunAsync("workflow", "delete", "anything");

        Assert.Equal(2, run.Exit);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_Exits1WithItsName()
    {
        var run = await service.Program.RunAsync("workflow", "submit", "/no/such/file.json");

        Assert.Equal(1, run.Exit);
        Assert.Contains("/no/such/file.json", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UrlThatIsNone_Exits2() => Assert.Equal(2, (await service.Program.RunAsync("doctor", "--url", "nowhere")).Exit);
}
