namespace TaskChain.Versioning.Tests;

public sealed class VersionResolverTests
{
    private const string Usual = "9.0.2 ee86d6312 9.0.3 9.1.0 10.0.0!";

    [Theory]
    // Rule 1: installed, side by side with others.
    [InlineData(Usual, "9.0.2 9.0.3 10.0.0", "9.0.2", "9.0.2:Exact")]
    [InlineData(Usual, "9.0.2 9.0.3 10.0.0", "9.0.3+build", "9.0.3:Exact")]
    [InlineData(Usual, "9.0.2 ee86d6312", "ee86d63", "ee86d6312:Exact")]
    [InlineData(Usual, "9.0.2 ee86d6312", "EE86D6312", "ee86d6312:Exact")]
    // Rule 2: the newest compatible newer one, then the next ones; then rule 4's.
    [InlineData(Usual, "9.0.3 9.1.0 10.0.0", "9.0.2", "9.1.0:Newer 9.0.3:Newer")]
    [InlineData(Usual, "9.0.2 9.0.3 9.1.0", "9.0.1", "9.1.0:Newer? 9.0.3:Newer? 9.0.2:Newer?")]
    [InlineData(Usual, "9.0.2 9.1.0", "9.0.3", "9.1.0:Newer 9.0.2:Older")]
    [InlineData(Usual, "9.0.2 9.0.3", "ee86d6312", "9.0.3:Newer 9.0.2:Older")]
    // Rule 4: the newest older one only.
    [InlineData(Usual, "9.0.2 9.0.3", "9.1.0", "9.0.3:Older")]
    [InlineData(Usual, "9.0.2 9.0.3 10.0.0", "9.1.0", "9.0.3:Older")]
    [InlineData(Usual, "9.0.2 10.0.0", "11.0.0", "10.0.0:Older?")]
    [InlineData(Usual, "9.0.2 10.0.0", "abcdef0", "10.0.0:Older?")]
    // Rule 5.
    [InlineData(Usual, "9.0.2 9.0.3 10.0.0", null, "10.0.0:Current")]
    public void Design6_Resolve_GivesCandidatesBestFirst(string history, string installed, string? requested, string expected)
    {
        var resolution = Assert.IsType<Resolution.Candidates>(VersionResolver.Resolve(Make.Module(history, installed), requested));

        Assert.Equal(expected, Show(resolution));
        Assert.Equal(requested, resolution.Requested);
    }

    [Theory]
    [InlineData("9.0.3", "9.0.3:Current")]
    [InlineData("9.1.0", "10.0.0:Current")] // retired meanwhile
    public void Design6_ResolveWithoutVersion_GivesTheCurrentOne(string current, string expected) =>
        Assert.Equal(expected, Show(VersionResolver.Resolve(Make.Module(Usual, "9.0.2 9.0.3 10.0.0", current), null)));

    [Theory]
    [InlineData("9.0.2 9.0.3 9.1.0 10.0.0", "[9.0.0,10.0.0)", "9.0.0", "9.1.0:InRange 9.0.3:InRange 9.0.2:InRange")]
    [InlineData("9.0.2 9.0.3 9.1.0 10.0.0", "9.*", "9.0.0", "9.1.0:InRange 9.0.3:InRange 9.0.2:InRange")]
    [InlineData("9.0.2 9.0.3 9.1.0 10.0.0", "[9.0.2,9.0.3]", "9.0.2", "9.0.3:InRange 9.0.2:InRange")]
    [InlineData("9.0.2 9.0.3 9.1.0 10.0.0", "*", "0.0.0", "10.0.0:InRange 9.1.0:InRange 9.0.3:InRange 9.0.2:InRange")]
    [InlineData("9.0.2 ee86d6312", "9.*", "9.0.0", "9.0.2:InRange")]
    // No match: rules 2 to 4 from the lower bound.
    [InlineData("9.1.0", "[9.0.2,9.0.9]", "9.0.2", "9.1.0:Newer")]
    [InlineData("9.0.3", "[10.0.0,)", "10.0.0", "9.0.3:Older")]
    public void R24_ResolveRange_GivesTheNewestInstalledMatch(string installed, string range, string requested, string expected)
    {
        var resolution = Assert.IsType<Resolution.Candidates>(VersionResolver.Resolve(Make.Module(Usual, installed), range));

        Assert.Equal(expected, Show(resolution));
        Assert.Equal(requested, resolution.Requested);
    }

    [Fact]
    public void R18_ResolveOnlyBrokenNewer_ExplainsTheBreak()
    {
        var broken = Assert.IsType<Resolution.Broken>(VersionResolver.Resolve(Make.Module(Usual, "10.0.0"), "9.0.3"));

        Assert.Equal("10.0.0", broken.Break.Available.Version);
        Assert.Equal([new HistoryEntry("10.0.0", true, "10.0.0 broke it")], broken.Break.BreakingEntries);
        Assert.Equal("9.1.0", broken.Break.NearestVersion);
        Assert.Equal(["9.0.3", "9.1.0"], broken.Break.WouldSatisfy);
    }

    [Fact]
    public void R18_ResolveWithBrokenNewerAndOlder_TellsWhatWasPassedOver()
    {
        var resolution = Assert.IsType<Resolution.Candidates>(VersionResolver.Resolve(Make.Module(Usual, "9.0.2 10.0.0"), "9.1.0"));

        Assert.Equal("9.0.2:Older", Show(resolution));
        Assert.Equal("10.0.0", resolution.PassedOver?.Available.Version);
        Assert.Equal(["9.1.0"], resolution.PassedOver?.WouldSatisfy);
    }

    [Fact]
    public void R20_ResolveNothingInstalled_IsUnavailable() =>
        Assert.IsType<Resolution.Unavailable>(VersionResolver.Resolve(Make.Module(Usual, ""), "9.0.3"));

    [Fact]
    public void R3_ResolveAmbiguousSha_ListsTheMatches()
    {
        var ambiguous = Assert.IsType<Resolution.Ambiguous>(VersionResolver.Resolve(Make.Module("abcdef01 abcdef02", "abcdef01"), "abcdef0"));

        Assert.Equal(["abcdef01", "abcdef02"], ambiguous.Matches);
        Assert.Contains("abcdef01, abcdef02", ambiguous.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0")]
    [InlineData("v9.0.3")]
    [InlineData("")]
    public void R20_ResolveInvalidVersion_SaysWhatIsAllowed(string requested)
    {
        var invalid = Assert.IsType<Resolution.Invalid>(VersionResolver.Resolve(Make.Module(Usual, "9.0.3"), requested));

        Assert.Contains("SemVer 2.0", invalid.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0.1")]
    [InlineData("[9.0.0,10.0.0)")]
    [InlineData(null)]
    public void Resolve_AskedBefore_AllocatesNothing(string? requested)
    {
        var module = Make.Module(Usual, "9.0.2 9.0.3 10.0.0");
        var first = VersionResolver.Resolve(module, requested);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) VersionResolver.Resolve(module, requested);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, VersionResolver.Resolve(module, requested));
    }

    [Fact]
    public void Resolve_CopyOfAModuleWithOtherVersions_AnswersForTheCopy()
    {
        var module = Make.Module(Usual, "9.0.2");
        VersionResolver.Resolve(module, "9.0.3");

        Assert.Equal("9.0.3:Exact", Show(VersionResolver.Resolve(module with { Installed = [Make.Installed("9.0.3")] }, "9.0.3")));
    }

    private static string Show(Resolution resolution) => string.Join(
        ' ', Assert.IsType<Resolution.Candidates>(resolution).Versions.Select(item => $"{item.Version.Version}:{item.Relation}{(item.RequestedIsUnknown ? "?" : "")}"));
}
