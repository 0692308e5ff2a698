namespace TaskChain.Versioning.Tests;

public sealed class VersionHistoryTests
{
    private const string Usual = "9.0.2 ee86d6312 9.0.3 9.1.0 10.0.0!";

    [Theory]
    [InlineData("9.0.3", "9.0.2", VersionOrder.Newer)]
    [InlineData("9.0.2", "9.0.3", VersionOrder.Older)]
    [InlineData("ee86d6312", "9.0.2", VersionOrder.Newer)]
    [InlineData("ee86d6312", "9.0.3", VersionOrder.Older)]
    [InlineData("9.0.3", "9.0.3", VersionOrder.Equal)]
    [InlineData("9.0.3+build.7", "9.0.3", VersionOrder.Equal)]
    [InlineData("EE86D6312", "ee86d6312", VersionOrder.Equal)]
    [InlineData("ee86d63", "ee86d6312", VersionOrder.Equal)]
    public void R13_BothInHistory_OrderedByPosition(string a, string b, VersionOrder expected)
    {
        Assert.Equal(expected, Make.History(Usual).Compare(a, b));
        Assert.Equal(expected == VersionOrder.Newer, Make.History(Usual).IsGreater(a, b));
    }

    [Theory]
    [InlineData("9.0.2 9.0.3 9.0.2-back", "9.0.2-back", "9.0.3", VersionOrder.Newer)]
    [InlineData("9.1.0 9.0.9", "9.0.9", "9.1.0", VersionOrder.Newer)]
    [InlineData("1234567 1.0.0", "1.0.0", "1234567", VersionOrder.Newer)]
    public void R12_HistoryOutOfSemVerOrder_PositionWins(string history, string a, string b, VersionOrder expected) =>
        Assert.Equal(expected, Make.History(history).Compare(a, b));

    [Theory]
    // Right after the nearest lower neighbour: between 9.0.3 and 9.1.0.
    [InlineData(Usual, "9.0.9", "9.0.3", VersionOrder.Newer)]
    [InlineData(Usual, "9.0.9", "9.1.0", VersionOrder.Older)]
    // The neighbour of 9.0.2.x is 9.0.2, so it stands before the commit that follows it.
    [InlineData(Usual, "9.0.3-beta", "ee86d6312", VersionOrder.Older)]
    [InlineData(Usual, "9.0.3-beta", "9.0.2", VersionOrder.Newer)]
    // Lower than all of them: before the first entry, also when that is a commit.
    [InlineData(Usual, "8.9.9", "9.0.2", VersionOrder.Older)]
    [InlineData("ee86d6312 9.0.2", "9.0.0", "ee86d6312", VersionOrder.Older)]
    [InlineData("ee86d6312", "9.0.0", "ee86d6312", VersionOrder.Older)]
    // Newer than all of them.
    [InlineData(Usual, "11.0.0", "10.0.0", VersionOrder.Newer)]
    // Several at one place: by precedence among themselves.
    [InlineData(Usual, "9.0.4", "9.0.5", VersionOrder.Older)]
    [InlineData(Usual, "9.0.5", "9.0.5-rc.1", VersionOrder.Newer)]
    [InlineData(Usual, "9.0.5-rc.2", "9.0.5-rc.10", VersionOrder.Older)]
    [InlineData(Usual, "9.0.5-ci.9999999999", "9.0.5-ci.10000000000", VersionOrder.Older)]
    [InlineData(Usual, "9.0.5-1", "9.0.5-alpha", VersionOrder.Older)]
    [InlineData(Usual, "9.0.5-alpha", "9.0.5-alpha.1", VersionOrder.Older)]
    [InlineData(Usual, "9.0.5+a", "9.0.5+b", VersionOrder.Equal)]
    // Place counts, not SemVer: 9.2.0 follows 9.1.0, which was back-ported over by 9.0.9.
    [InlineData("9.1.0 9.0.9", "9.2.0", "9.0.9", VersionOrder.Older)]
    [InlineData("9.1.0 9.0.9", "9.0.10", "9.2.0", VersionOrder.Newer)]
    public void R14_UnknownSemVer_TakesItsPlaceAfterTheNearestLower(string history, string a, string b, VersionOrder expected) =>
        Assert.Equal(expected, Make.History(history).Compare(a, b));

    [Theory]
    [InlineData("abcdef0", "10.0.0", VersionOrder.Newer)]
    [InlineData("abcdef0", "99.0.0", VersionOrder.Newer)]
    [InlineData("99.0.0", "abcdef0", VersionOrder.Older)]
    [InlineData("abcdef0", "abcdef1", VersionOrder.Unordered)]
    [InlineData("abcdef0", "ABCDEF0", VersionOrder.Equal)]
    [InlineData("abcdef0", "abcdef01", VersionOrder.Unordered)]
    public void R15_UnknownSha_IsNewerThanEverythingKnown(string a, string b, VersionOrder expected)
    {
        Assert.Equal(expected, Make.History(Usual).Compare(a, b));
        if (expected == VersionOrder.Unordered) Assert.False(Make.History(Usual).IsGreater(a, b) || Make.History(Usual).IsGreater(b, a));
    }

    [Theory]
    [InlineData("9.0.2 ee86d6312! 9.0.3 10.0.0!", "9.0.2", "9.0.3", "ee86d6312")]
    [InlineData("9.0.2 ee86d6312! 9.0.3 10.0.0!", "9.0.2", "10.0.0", "ee86d6312 10.0.0")]
    [InlineData("9.0.2 ee86d6312! 9.0.3 10.0.0!", "ee86d6312", "9.0.3", "")]
    [InlineData("9.0.2 ee86d6312! 9.0.3 10.0.0!", "10.0.0", "9.0.2", "")]
    [InlineData("9.0.2 ee86d6312! 9.0.3 10.0.0!", "9.0.2", "9.0.2", "")]
    [InlineData("9.0.2! 9.0.3", "9.0.1", "9.0.3", "9.0.2")]
    [InlineData("9.0.2! 9.0.3", "9.0.2", "9.0.3", "")]
    [InlineData("9.0.2 10.0.0!", "9.9.9", "10.5.0", "10.0.0")]
    [InlineData("9.0.2 10.0.0!", "9.9.9", "9.9.10", "")]
    [InlineData("9.0.2 10.0.0!", "9.0.2", "abcdef0", "10.0.0")]
    [InlineData("9.0.2 10.0.0!", "abcdef0", "abcdef1", "")]
    public void R16_BreaksBetween_CountsEntriesAfterRequestedUpToAvailable(string history, string requested, string available, string expected)
    {
        var breaks = Make.History(history).BreaksBetween(requested, available);

        Assert.Equal(Make.Split(expected), breaks.Select(entry => entry.Version));
        Assert.Equal(breaks.Count == 0, Make.History(history).IsBackwardCompatible(requested, available));
    }

    [Fact]
    public void R3_FindShortSha_MatchesTheLongerOneItPrefixes()
    {
        var match = Assert.IsType<VersionMatch.Known>(Make.History(Usual).Find("ee86d63"));

        Assert.Equal(("ee86d6312", 1), (match.Entry.Version, match.Position));
        Assert.IsType<VersionMatch.Known>(Make.History(Usual).Find("ee86d6312aa5b4c7"));
        Assert.IsType<VersionMatch.Unknown>(Make.History(Usual).Find("ee86d64"));
    }

    [Fact]
    public void R3_FindAmbiguousPrefix_ListsTheMatches()
    {
        var match = Assert.IsType<VersionMatch.Ambiguous>(Make.History("abcdef01 9.0.0 abcdef02").Find("abcdef0"));

        Assert.Equal(["abcdef01", "abcdef02"], match.Matches);
    }

    [Theory]
    [InlineData("9.0.3", "9.0.3")]
    [InlineData("9.0.3+a", "9.0.3+b")]
    [InlineData("abcdef0", "ABCDEF0")]
    [InlineData("abcdef0", "abcdef01")]
    public void R13_CreateWithOneVersionTwice_Throws(string first, string second)
    {
        var error = Assert.Throws<ArgumentException>(() => VersionHistory.Create([new(first, false), new("1.0.0", false), new(second, false)]));

        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0")]
    [InlineData("")]
    [InlineData("latest")]
    public void Compare_TextThatIsNoVersion_ThrowsAndSaysWhatIsAllowed(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => Make.History(Usual).Compare("9.0.3", text));

        Assert.Contains("SemVer 2.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsGreater_TextsSeenBefore_AllocatesNothing()
    {
        var history = Make.History(Usual);
        history.IsGreater("9.0.9", "abcdef0");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) history.IsGreater("9.0.9", "abcdef0");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
