using TaskChain.Consumers.Tour;

namespace TaskChain.Modules.Tests;

public sealed class TourOptionsTests
{
    private static readonly string[] Usable = ["--service", "http://127.0.0.1:1", "--datacenter", "http://127.0.0.1:2", "--packages", "p", "--compat", "c"];

    [Fact]
    public void Parse_OfAllOptions_GivesThem() =>
        Assert.Equal(new TourOptions(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2"), "p", "c"), TourOptions.Parse(Usable, out _));

    [Theory]
    [InlineData("Unknown option '--nope'.", "--nope", "x")]
    [InlineData("'--service' needs a value.", "--service")]
    [InlineData("'--service' is required.")]
    public void Parse_OfUnusableOptions_SaysWhy(string expected, params string[] args)
    {
        Assert.Null(TourOptions.Parse(args, out var error));

        Assert.Equal(expected, error);
    }

    [Fact]
    public void Parse_OfAnAddressThatIsNone_SaysWhich()
    {
        Assert.Null(TourOptions.Parse([.. Usable[..1], "nowhere", .. Usable[2..]], out var error));

        Assert.Equal("--service 'nowhere' is no address.", error);
    }
}
