using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Contracts;
using TaskChain.Engine.Services;
using TaskChain.Storage;
using TaskChain.Testing;
using TaskChain.Testing.Postgres;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>A test class's PostgreSQL server.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public TestPostgres Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestPostgres.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>Nodes over one PostgreSQL database, on the real clock, with one fake sandbox.</summary>
internal sealed class PostgresNodes : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _connection;
    private readonly List<(TaskChainEngine Engine, PostgresStorage Storage)> _nodes = [];

    private PostgresNodes(string connection) => _connection = connection;

    public FakeSandbox Sandbox { get; } = new();

    public TaskChainEngine this[int node] => _nodes[node].Engine;

    /// <summary>Makes nodes; those that run jobs come first.</summary>
    public static async Task<PostgresNodes> StartAsync(PostgresServer server, params bool[] runsJobs)
    {
        var nodes = new PostgresNodes(await server.Server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        foreach (var runs in runsJobs) await nodes.AddAsync(runs);
        return nodes;
    }

    public async Task AddAsync(bool runsJobs)
    {
        var storage = await PostgresStorage.OpenAsync(
            new StorageOptions { ConnectionString = _connection }, NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        var options = new EngineOptions
        {
            DataFolder = _folder.Path,
            RunsJobs = runsJobs,
            PollInterval = TimeSpan.FromMilliseconds(50),
            DrainTime = TimeSpan.Zero,
        };
        var stores = new EngineStores(
            storage.Jobs, storage.Control, storage.Queries, storage.Workflows, storage.Modules, storage.Content, storage.Runners);
        var engine = new TaskChainEngine(options, stores, Sandbox, new FakeCompiler(), TimeProvider.System, NullLoggerFactory.Instance);
        _nodes.Add((engine, storage));
        await engine.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Guid> PostWorkflowAsync(string chain, string more = "")
    {
        var body = EngineBox.Json($$"""{"name":"wf-{{Guid.NewGuid():N}}","chain":{{chain}}{{more}}}""");
        var submission = await this[0].Workflows.SubmitAsync(body, SubmitContext.Anonymous, TestContext.Current.CancellationToken);
        return Assert.IsType<WorkflowSubmission.Accepted>(submission).Workflow.Id;
    }

    public async Task<JobView> PostJobAsync(Guid workflow, int node = 0)
    {
        RawJson body = EngineBox.Json($$"""{"workflow":"{{workflow}}"}""");
        var submission = await this[node].Jobs.SubmitAsync(body, SubmitContext.Anonymous, TestContext.Current.CancellationToken);
        return Assert.IsType<JobSubmission.Accepted>(submission).Job;
    }

    public Task<JobView> EndOfAsync(Guid job) => UntilAsync(job, view => view.IsFinal);

    public async Task<JobView> UntilAsync(Guid job, Func<JobView, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            var view = await this[0].Jobs.FindAsync(job, limit.Token);
            Assert.NotNull(view);
            if (condition(view)) return view;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (engine, storage) in _nodes)
        {
            await engine.DisposeAsync();
            await storage.DisposeAsync();
        }

        _folder.Dispose();
    }
}
