using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Tests.Submission;

public sealed class LockPatternTests
{
    [Theory]
    [InlineData("^/vm/1$", "/vm/1", true)]
    [InlineData("^/vm/1$", "/vm/12", false)]
    [InlineData("vm", "/vm/12", true)]
    [InlineData(@"^\w+$", "\u6f22", false)] // JavaScript's words are of ASCII letters.
    public void IsMatch_LooksAnywhereInTheTarget(string pattern, string target, bool expected) =>
        Assert.Equal(expected, LockPattern.IsMatch(pattern, target));

    [Fact]
    public void IsMatch_TakesTooLong_CountsAsLocked() => Assert.True(LockPattern.IsMatch("^(a+)+$", new string('a', 60) + "!"));

    [Fact]
    public void IsAnyMatch_ManySlowPatternsTogether_CountsAsLocked()
    {
        // Each of them ends, in a few milliseconds.
        var patterns = Enumerable.Range(0, 5000).Select(i => $"^(a+)+$|^b{i}$");

        Assert.True(LockPattern.IsAnyMatch(patterns, new string('a', 16) + "!"));
    }

    [Fact]
    public void IsAnyMatch_OfPatterns_IsWhetherOneMatches()
    {
        Assert.False(LockPattern.IsAnyMatch([], "/vm/1"));
        Assert.False(LockPattern.IsAnyMatch(["^/vm/2$", "^/vm/3$"], "/vm/1"));
        Assert.True(LockPattern.IsAnyMatch(["^/vm/2$", "^/vm/1$"], "/vm/1"));
    }

    [Fact]
    public void IsMatch_OfManyLivePatterns_ParsesEachOnce()
    {
        string[] patterns = [.. Enumerable.Range(0, 1000).Select(i => $"^/vm/{i}/(start|stop)$")];
        foreach (var pattern in patterns) LockPattern.IsMatch(pattern, "/vm/x");
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var pattern in patterns) Assert.False(LockPattern.IsMatch(pattern, "/vm/x"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500 * patterns.Length);
    }
}
