using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Testing;
using TaskChain.Testing.InMemory;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>An engine over stores in memory, a fake sandbox and a fake compiler, on a clock that stands still.</summary>
internal sealed class EngineBox : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"taskchain-engine-{Guid.NewGuid():N}");
    private readonly List<TaskChainEngine> _engines = [];

    public EngineBox() => Storage = new InMemoryStorage(Time);

    public FakeTimeProvider Time { get; } = new();

    public InMemoryStorage Storage { get; }

    /// <summary>The job store that engines get; null for the one in <see cref="Storage"/>.</summary>
    public IJobStore? Jobs { get; set; }

    /// <summary>The queries that engines get; null for those in <see cref="Storage"/>.</summary>
    public IJobQueries? Queries { get; set; }

    public FakeSandbox Sandbox { get; } = new();

    public FakeCompiler Compiler { get; } = new();

    public EngineOptions Options { get; } = new() { DrainTime = TimeSpan.Zero };

    /// <summary>The engine; the first one is made on first use.</summary>
    public TaskChainEngine Engine => _engines.Count > 0 ? _engines[0] : Create();

    public TaskChainEngine Create()
    {
        Options.DataFolder = _folder;
        var stores = new EngineStores(
            Jobs ?? Storage.Jobs, Storage.Control, Queries ?? Storage.Queries, Storage.Workflows, Storage.Modules, Storage.Content, Storage.Runners);
        var engine = new TaskChainEngine(Options, stores, Sandbox, Compiler, Time, NullLoggerFactory.Instance);
        _engines.Add(engine);
        return engine;
    }

    public async Task<TaskChainEngine> StartAsync()
    {
        await Engine.StartAsync(TestContext.Current.CancellationToken);
        return Engine;
    }

    /// <summary>Posts a workflow whose tasks are given as bodies or as whole JSON objects.</summary>
    public async Task<Guid> PostWorkflowAsync(string chain, string more = "")
    {
        var name = $"wf-{Guid.NewGuid():N}";
        var submission = await Engine.Workflows.SubmitAsync(Json($$"""{"name":"{{name}}","chain":{{chain}}{{more}}}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);
        return Assert.IsType<WorkflowSubmission.Accepted>(submission).Workflow.Id;
    }

    public async Task<JobView> PostJobAsync(Guid workflow, string more = "")
    {
        var submission = await Engine.Jobs.SubmitAsync(Json($$"""{"workflow":"{{workflow}}"{{more}}}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);
        return Assert.IsType<JobSubmission.Accepted>(submission).Job;
    }

    /// <summary>Posts a workflow and a job of it and waits for the job's end.</summary>
    public async Task<JobView> RunAsync(string chain, string more = "", string job = "")
    {
        var posted = await PostJobAsync(await PostWorkflowAsync(chain, more), job);
        return await EndOfAsync(posted.Id);
    }

    /// <summary>Waits for a job's end; pauses of the engine are passed over by moving the clock.</summary>
    public async Task<JobView> EndOfAsync(Guid job) => await UntilAsync(job, view => view.IsFinal);

    public async Task<JobView> UntilAsync(Guid job, Func<JobView, bool> condition, TaskChainEngine? engine = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var view = await (engine ?? Engine).Jobs.FindAsync(job, limit.Token);
            Assert.NotNull(view);
            if (condition(view)) return view;
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    /// <summary>Lets the engine's clock go on for a time, in small steps.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        var until = Time.GetUtcNow() + time;
        while (Time.GetUtcNow() < until)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    public static JsonElement Written(JobView view)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) view.WriteTo(writer);
        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    public static string Seconds(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines) await engine.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
