using System.Text.RegularExpressions;

namespace TaskChain.Architecture.Tests;

/// <summary>Every relative link in the project's documents leads to a file or folder that exists.</summary>
public sealed partial class DocumentLinkTests
{
    public static TheoryData<string> Documents() => new(
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "artifacts" or "node_modules" or ".git" or "data")));

    [Theory]
    [MemberData(nameof(Documents))]
    public void RelativeLinks_OfEachDocument_LeadSomewhere(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var text = CodeFence().Replace(File.ReadAllText(path), "");

        var broken = Link().Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(target => target.Split('#')[0])
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)));

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex CodeFence();
}
