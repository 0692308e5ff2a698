using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>All stores in memory, for tests: the same promises as PostgreSQL's, kept under one lock. "The store's clock" is the given one.</summary>
public sealed class InMemoryStorage
{
    /// <summary>Creates empty stores.</summary>
    public InMemoryStorage(TimeProvider time)
    {
        Time = time;
        Runners = new InMemoryRunnerStore(this);
        Jobs = new InMemoryJobStore(this);
        Workflows = new InMemoryWorkflowStore(this);
        Content = new InMemoryContentStore();
        Modules = new InMemoryModuleStore(this);
        ApiKeys = new InMemoryApiKeyStore(time);
    }

    /// <summary>Jobs.</summary>
    public InMemoryJobStore Jobs { get; }

    /// <summary>What is done to jobs from outside.</summary>
    public IJobControl Control => Jobs;

    /// <summary>Questions about many jobs.</summary>
    public IJobQueries Queries => Jobs;

    /// <summary>Workflows.</summary>
    public InMemoryWorkflowStore Workflows { get; }

    /// <summary>Modules.</summary>
    public InMemoryModuleStore Modules { get; }

    /// <summary>Content.</summary>
    public InMemoryContentStore Content { get; }

    /// <summary>API keys.</summary>
    public InMemoryApiKeyStore ApiKeys { get; }

    /// <summary>Runners.</summary>
    public InMemoryRunnerStore Runners { get; }

    internal TimeProvider Time { get; }

    internal Lock Gate { get; } = new();
}
