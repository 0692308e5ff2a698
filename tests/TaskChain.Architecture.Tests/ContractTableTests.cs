using System.Text.RegularExpressions;

namespace TaskChain.Architecture.Tests;

/// <summary>The guide's table of node-workflow's contract names exactly the tests that there are, and every item has one.</summary>
public sealed partial class ContractTableTests
{
    private const int Items = 74;

    [Fact]
    public void Table_OfTheContract_NamesEveryItemsTests()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "src", "guides", "node-workflow.md"));
        var told = Row().Matches(guide).ToDictionary(row => int.Parse(row.Groups[1].ValueSpan, provider: null), row => Names(row.Value));

        Assert.Equal(Enumerable.Range(1, Items), told.Keys.Order());
        var written = Written();
        foreach (var item in told.Keys) Assert.Equal(written.GetValueOrDefault(item, []), told[item]);
    }

    private static SortedSet<string> Names(string row) => [.. TestName().Matches(row).Select(name => name.Value), .. row.Contains("wf-client", StringComparison.Ordinal) ? ["wf-client"] : Array.Empty<string>()];

    private static Dictionary<int, SortedSet<string>> Written()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "TaskChain.Api.Tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => TestMethod().Matches(File.ReadAllText(path)))
            .Select(method => (Item: int.Parse(method.Groups[2].ValueSpan, provider: null), Name: method.Groups[1].Value));
        var driven = DrivenCheck().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests", "wf-client", "drive.js")))
            .Select(check => (Item: int.Parse(check.Groups[1].ValueSpan, provider: null), Name: "wf-client"));
        return tests.Concat(driven).GroupBy(test => test.Item).ToDictionary(group => group.Key, group => new SortedSet<string>(group.Select(test => test.Name)));
    }

    [GeneratedRegex(@"^\| N(\d+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"N\d+_\w+")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|void) (N(\d+)_\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"check\('N(\d+):")]
    private static partial Regex DrivenCheck();
}
