using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

/// <summary>What every store must pass: each area is a class of tests that runs on every backend.</summary>
public abstract class Conformance(StoreHarness stores)
{
    protected StoreHarness Stores { get; } = stores;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
