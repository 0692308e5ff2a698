using TaskChain.Consumers.Releases;

namespace TaskChain.Modules.Tests;

/// <summary>How the consumers' workflow files become documents.</summary>
public sealed class ReleaseLoaderTests
{
    private const string Workflow = """{ "name": "start", "timeout": 5, "chain": [ { "name": "first", "body": "first.csx", "fallback": "rescue.csx" } ] }""";

    [Fact]
    public void Load_OfAWorkflow_PutsBodiesInAndTheReleaseIntoItsName()
    {
        var release = Assert.Single(Load(("Vmapi/1.2.0/start.json", Workflow), ("Vmapi/1.2.0/bodies/first.csx", "return 1;"), ("Vmapi/1.2.0/bodies/rescue.csx", "return 2;")));

        var workflow = release.Workflows["start"];
        Assert.Equal("start-1.2.0", workflow.Name);
        Assert.Equal(("return 1;", "return 2;"), (workflow.Chain[0].Body, workflow.Chain[0].Fallback));
    }

    [Fact]
    public void Load_OfSeveralReleases_OrdersThemByConsumerAndVersion()
    {
        var text = """{ "name": "w", "chain": [] }""";

        var releases = Load(("Vmapi/10.0.0/w.json", text), ("Vmapi/9.0.0/w.json", text), ("Cnapi/1.0.0/w.json", text));

        Assert.Equal(["Cnapi 1.0.0", "Vmapi 9.0.0", "Vmapi 10.0.0"], releases.Select(release => $"{release.Consumer} {release.Version}"));
    }

    [Fact]
    public void Load_WithABodyThatIsNotThere_NamesTaskAndFile()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(("Vmapi/1.2.0/start.json", Workflow), ("Vmapi/1.2.0/bodies/rescue.csx", "")));

        Assert.Equal("Task 'first' of 'Vmapi/1.2.0/start.json' names 'first.csx', which is not in bodies/.", error.Message);
    }

    [Fact]
    public void Load_WithABodyThatNobodyUses_SaysSo()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(("Vmapi/1.2.0/w.json", """{ "name": "w", "chain": [] }"""), ("Vmapi/1.2.0/bodies/left.csx", "")));

        Assert.Equal("No workflow uses 'Vmapi/1.2.0/bodies/left.csx'.", error.Message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{ "name": "w" }""")]
    [InlineData("""{ "name": "w", "chain": [ 7 ] }""")]
    public void Load_OfAMalformedWorkflow_NamesTheFile(string text)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(("Vmapi/1.2.0/w.json", text)));

        Assert.StartsWith("'Vmapi/1.2.0/w.json' is no workflow:", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ConsumerRelease> Load(params (string Path, string Text)[] files) =>
        new ReleaseLoader([.. files.Select(file => file.Path)], path => files.Single(file => file.Path == path).Text).Load();
}
