using TaskChain.Engine.Ports;
using TaskChain.Testing;
using TaskChain.Testing.InMemory;

namespace TaskChain.Storage.Tests.Support;

public sealed class InMemoryHarness : StoreHarness
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly InMemoryStorage _storage;

    public InMemoryHarness()
    {
        _storage = new InMemoryStorage(_time);
        _storage.Workflows.InsertAsync(Sample.Workflow, CancellationToken.None).GetAwaiter().GetResult();
    }

    public override IJobStore Jobs => _storage.Jobs;

    public override IJobControl Control => _storage.Control;

    public override IJobQueries Queries => _storage.Queries;

    public override IWorkflowStore Workflows => _storage.Workflows;

    public override IModuleStore Modules => _storage.Modules;

    public override IContentStore Content => _storage.Content;

    public override IApiKeyStore ApiKeys => _storage.ApiKeys;

    public override IRunnerStore Runners => _storage.Runners;

    public override Task AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    public override Task LoseSessionAsync(RunnerId runner)
    {
        _storage.Runners.LoseSession(runner);
        return Task.CompletedTask;
    }
}
