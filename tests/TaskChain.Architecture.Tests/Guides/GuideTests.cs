using System.Text.RegularExpressions;

namespace TaskChain.Architecture.Tests.Guides;

/// <summary>What the guides say must be so.</summary>
public sealed partial class GuideTests
{
    private const string Begin = "<!-- globals: generated from src/TaskChain.Abstractions; a test compares -->";
    private const string End = "<!-- end of globals -->";

    public static TheoryData<string> Guides() =>
        new(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "guides"), "*.md").Select(file => Path.GetFileName(file)));

    [Fact]
    public void ScriptGuide_TableOfGlobals_IsWhatIsDeclared()
    {
        var guide = Read("script-authors.md");
        var begin = guide.IndexOf(Begin, StringComparison.Ordinal);
        var end = guide.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"The guide has no '{Begin}' before '{End}'.");
        var expected = GlobalsTable.Create();

        var written = guide[(begin + Begin.Length)..end].Trim();

        Assert.True(written == expected, $"Put this table into src/guides/script-authors.md:\n{expected}");
    }

    [Fact]
    public void ScriptGuide_FrozenNames_AreAllThere()
    {
        var guide = Read("script-authors.md");

        Assert.All(JobContext.FrozenNames, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Guide_RelativeLinks_PointAtFiles(string name)
    {
        var folder = Path.Combine(Repository.Root, "src", "guides");
        var targets = RelativeLink().Matches(Read(name)).Select(match => match.Groups["target"].Value);

        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), target));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "src", "guides", name));

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
