using System.Text.RegularExpressions;
using TaskChain.Contracts.Workflows;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>
/// The C# examples of the guides. A comment before a block says with which modules it is compiled: <c>&lt;!-- try: alias=module version, … --&gt;</c>;
/// <c>error</c> for a fallback body; <c>; without module version, …</c> takes versions away, so that others are given.
/// </summary>
public sealed partial class GuideExampleTests
{
    public static TheoryData<string, int> Examples()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "guides"), "*.md").Order(StringComparer.Ordinal))
        {
            for (var i = 0; i < Example().Count(File.ReadAllText(file)); i++) data.Add(Path.GetFileName(file), i);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfAGuide_Compiles(string guide, int number)
    {
        var example = Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "guides", guide)))[number];
        var task = new TaskDocument { Body = example.Groups["body"].Value };
        var hasError = false;
        foreach (var word in Words(example.Groups["modules"]))
        {
            if (word == "error") hasError = true;
            else if (word.Split('=', ' ') is [var alias, var module, var version]) task = task.Using(alias, module, version);
            else Assert.Fail($"'{word}' is not of the form 'alias=module version'.");
        }

        var (_, script) = TaskCompiler.Compile(task.Body, hasError, TaskCompiler.Resolve(task, [.. Words(example.Groups["without"])]));

        Assert.DoesNotContain(script.Problems, problem => problem.IsError);
    }

    [Fact]
    public void Examples_OfTheScriptGuide_AreAllTried()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "src", "guides", "script-authors.md"));

        Assert.Equal(CodeBlock().Count(guide), Example().Count(guide));
    }

    private static string[] Words(Group group) => group.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^<!-- try(:(?<modules>[^;>]*))?(; without (?<without>[^>]*?))? *-->\n```csharp\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
