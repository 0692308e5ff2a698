using TaskChain.Consumers.Releases;
using TaskChain.Modules.Tests.Fixtures;
using TaskChain.Versioning;

namespace TaskChain.Modules.Tests;

/// <summary>The consumers' bodies fit the versions that a service with all sample modules gives them.</summary>
public sealed class ConsumerBodyTests
{
    private static readonly IReadOnlyList<ConsumerRelease> Releases = ReleaseLoader.LoadEmbedded();

    public static TheoryData<string> Workflows() => new(Releases.SelectMany(release => release.Workflows.Values).Select(workflow => workflow.Name));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Bodies_AgainstTheVersionsGiven_Compile(string name)
    {
        var workflow = Releases.SelectMany(release => release.Workflows.Values).Single(workflow => workflow.Name == name);

        var problems = TaskCompiler.TasksOf(workflow).SelectMany(item =>
        {
            var modules = TaskCompiler.Resolve(item.Task);
            var bodies = new[] { (Text: item.Task.Body, HasError: item.List != "chain"), (Text: item.Task.Fallback, HasError: true) };
            return bodies.Where(body => body.Text is not null)
                .SelectMany(body => TaskCompiler.Compile(body.Text!, body.HasError, modules).Script.Problems)
                .Where(problem => problem.IsError)
                .Select(problem => $"{item.List} '{item.Task.Name}' ({problem.Line},{problem.Column}): {problem.Id} {problem.Message}");
        });

        Assert.Empty(problems);
    }

    [Fact]
    public void OldAdminui_WhenItsRestifyWasRetired_IsRefused()
    {
        var module = Catalogue.Module("restify", "restify 2.8.5");

        var broken = Assert.IsType<Resolution.Broken>(VersionResolver.Resolve(module, "2.8.5"));

        Assert.Equal("3.0.0", Assert.Single(broken.Break.BreakingEntries).Version);
    }

    [Fact]
    public void OldCnapi_AskingForAVersionThatIsNotInstalled_IsGivenANewerCompatibleOne() =>
        Assert.Equal("9.1.0", Given("sdc-clients", "9.0.1"));

    [Fact]
    public void NewCnapi_AskingForAVersionOfTheFuture_IsGivenTheNewest() => Assert.Equal("10.0.0", Given("sdc-clients", "10.1.0"));

    private static string Given(string module, string requested) =>
        Assert.IsType<Resolution.Candidates>(VersionResolver.Resolve(Catalogue.Module(module), requested)).Versions[0].Version.Version;
}
