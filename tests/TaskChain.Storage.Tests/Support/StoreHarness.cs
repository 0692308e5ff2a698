using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Tests.Support;

/// <summary>Stores under test, with what a test needs to do behind their backs.</summary>
public abstract class StoreHarness
{
    public abstract IJobStore Jobs { get; }

    public abstract IJobControl Control { get; }

    public abstract IJobQueries Queries { get; }

    public abstract IWorkflowStore Workflows { get; }

    public abstract IModuleStore Modules { get; }

    public abstract IContentStore Content { get; }

    public abstract IApiKeyStore ApiKeys { get; }

    public abstract IRunnerStore Runners { get; }

    /// <summary>Lets the store's clock go on.</summary>
    public abstract Task AdvanceAsync(TimeSpan time);

    /// <summary>What others see when a runner's process is killed.</summary>
    public abstract Task LoseSessionAsync(RunnerId runner);
}
