namespace TaskChain.Modules.Tests.Samples;

/// <summary>The tests that share one service.</summary>
[CollectionDefinition(Name)]
public sealed class SampleLabGroup : ICollectionFixture<SampleLab>
{
    public const string Name = "samples";
}
