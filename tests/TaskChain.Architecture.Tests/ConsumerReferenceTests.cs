using System.Xml.Linq;

namespace TaskChain.Architecture.Tests;

/// <summary>The sample consumers know the service only through its client, as anybody's consumers would.</summary>
public sealed class ConsumerReferenceTests
{
    [Theory]
    [InlineData("TaskChain.Consumers", "TaskChain.Client", "TaskChain.Contracts")]
    [InlineData("TaskChain.Datacenter")]
    public void ProjectReferences_OfEachConsumer_AreTheClientAtMost(string project, params string[] allowed)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, "consumers", project, project + ".csproj"))
            .Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension((string)e.Attribute("Include")!));

        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }
}
