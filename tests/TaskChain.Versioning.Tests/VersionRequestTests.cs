namespace TaskChain.Versioning.Tests;

public sealed class VersionRequestTests
{
    [Theory]
    [InlineData("9.0.3", typeof(VersionRequest.Exact), "9.0.3")]
    [InlineData("9.0.3-rc.1+build.5", typeof(VersionRequest.Exact), "9.0.3-rc.1+build.5")]
    [InlineData("1.0.0-alpha-x.0valid", typeof(VersionRequest.Exact), "1.0.0-alpha-x.0valid")]
    [InlineData("ee86d6312", typeof(VersionRequest.Sha), "ee86d6312")]
    [InlineData("1234567", typeof(VersionRequest.Sha), "1234567")]
    [InlineData("0123456789012345678901234567890123456789", typeof(VersionRequest.Sha), "0123456789012345678901234567890123456789")]
    [InlineData("[9.0.0,10.0.0)", typeof(VersionRequest.Range), "9.0.0")]
    [InlineData("(9.0.0, 10.0.0]", typeof(VersionRequest.Range), "9.0.0")]
    [InlineData("[9.0.3]", typeof(VersionRequest.Range), "9.0.3")]
    [InlineData("(,10.0.0)", typeof(VersionRequest.Range), "0.0.0")]
    [InlineData("9.*", typeof(VersionRequest.Range), "9.0.0")]
    [InlineData("9.0.*", typeof(VersionRequest.Range), "9.0.0")]
    [InlineData("[9.1.0-beta,)", typeof(VersionRequest.Range), "9.1.0-beta")]
    public void R3_TryParseValid_TellsTheKind(string text, Type kind, string version)
    {
        Assert.True(VersionRequest.TryParse(text, out var request, out var error), error);

        Assert.IsType(kind, request);
        Assert.Equal((text, version), (request.Text, request.Version));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("9")]
    [InlineData("9.0")]
    [InlineData("9.0.3.1")]
    [InlineData("09.0.3")]
    [InlineData("9.0.3-")]
    [InlineData("9.0.3-01")]
    [InlineData("9.0.3+")]
    [InlineData(" 9.0.3")]
    [InlineData("9.0.3\n")]
    [InlineData("99999999999.0.0")]
    [InlineData("123456")]
    [InlineData("abcdefg")]
    [InlineData("01234567890123456789012345678901234567890")]
    [InlineData("latest")]
    [InlineData("^9.0.3")]
    [InlineData(">=9.0.3")]
    [InlineData("[9.0.0")]
    [InlineData("[10.0.0,9.0.0]")]
    [InlineData("(9.0.0,9.0.0)")]
    [InlineData("[9.0.0.1,)")]
    public void R3_TryParseInvalid_SaysWhatIsAllowed(string? text)
    {
        Assert.False(VersionRequest.TryParse(text, out _, out var error));

        Assert.Contains("three-part SemVer 2.0", error, StringComparison.Ordinal);
        Assert.Contains("range", error, StringComparison.Ordinal);
    }

    [Fact]
    public void R3_TryParseWithPrefix_SuggestsThePlainVersion()
    {
        Assert.False(VersionRequest.TryParse("v9.0.3", out _, out var error));

        Assert.Contains("Did you mean '9.0.3'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[9.0.0,10.0.0)", "9.0.0", true)]
    [InlineData("[9.0.0,10.0.0)", "9.9.9", true)]
    [InlineData("[9.0.0,10.0.0)", "10.0.0", false)]
    [InlineData("[9.0.0,10.0.0)", "10.0.0-rc.1", false)]
    [InlineData("[9.0.0,10.0.0-rc.2)", "10.0.0-rc.1", true)]
    [InlineData("[9.0.0,10.0.0)", "1234567", false)]
    [InlineData("9.*", "10.0.0", false)]
    [InlineData("9.*", "9.1.0-beta", false)]
    [InlineData("9.0.*", "9.1.0", false)]
    [InlineData("9.0.*", "9.0.7+build", true)]
    [InlineData("*", "0.0.1", true)]
    [InlineData("*-*", "0.0.1-x", true)]
    public void R24_RangeIncludes_FollowsNuGetNotation(string range, string version, bool expected)
    {
        Assert.True(VersionRequest.TryParse(range, out var request, out var error), error);

        Assert.Equal(expected, Assert.IsType<VersionRequest.Range>(request).Includes(version));
    }
}
