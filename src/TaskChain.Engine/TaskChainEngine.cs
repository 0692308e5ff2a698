using Microsoft.Extensions.Logging;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;
using TaskChain.Sandbox;

namespace TaskChain.Engine;

/// <summary>The stores an engine works on.</summary>
/// <param name="Jobs">Jobs and logbooks.</param>
/// <param name="Control">What is done to jobs from outside.</param>
/// <param name="Queries">Questions about many jobs.</param>
/// <param name="Workflows">Workflows.</param>
/// <param name="Modules">Modules and tables.</param>
/// <param name="Content">Packages, compiled scripts, lock files.</param>
/// <param name="Runners">Runners and leases.</param>
public sealed record EngineStores(
    IJobStore Jobs, IJobControl Control, IJobQueries Queries, IWorkflowStore Workflows, IModuleStore Modules, IContentStore Content, IRunnerStore Runners);

/// <summary>How an engine is doing.</summary>
/// <param name="CatalogueLoaded">True once modules are known.</param>
/// <param name="Runner">This node's runner, or null when it has not joined (yet, or because it only takes jobs).</param>
/// <param name="RunningJobs">Jobs under way on this node.</param>
/// <param name="Slots">How many may be.</param>
/// <param name="CatalogueRevision">Revision of the catalogue in use.</param>
public sealed record EngineStatus(bool CatalogueLoaded, RunnerId? Runner, int RunningJobs, int Slots, long CatalogueRevision);

/// <summary>One node's engine: the services over the given stores, sandbox and compiler, and the runner.</summary>
public sealed partial class TaskChainEngine : IAsyncDisposable
{
    private readonly EngineOptions _options;
    private readonly CatalogueWatch _catalogue;
    private readonly RunnerHost _host;
    private readonly Retention _retention;
    private readonly JobHub _hub = new();
    private readonly TimeProvider _time;
    private readonly ILogger<TaskChainEngine> _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private Task? _stopping;

    /// <summary>Wires an engine; nothing runs before <see cref="StartAsync"/>.</summary>
    public TaskChainEngine(
        EngineOptions options, EngineStores stores, ITaskSandbox sandbox, IScriptCompiler compiler, TimeProvider time, ILoggerFactory logging)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentException.ThrowIfNullOrEmpty(options.DataFolder);
        _options = options;
        _time = time;
        _log = logging.CreateLogger<TaskChainEngine>();
        _catalogue = new CatalogueWatch(stores.Modules);
        var files = new ModuleFiles(options.DataFolder, stores.Content);
        var scripts = new ScriptCache(compiler, stores.Content);
        var checker = new WorkflowChecker(scripts, files, options);
        var locks = new JobLocks(stores.Content, scripts, files);
        var resolver = new LockResolver(checker, locks, _catalogue, logging.CreateLogger<LockResolver>());
        var workflows = new WorkflowLibrary(stores.Workflows, options);
        var outputs = new JobOutputs(stores.Jobs, time, logging.CreateLogger<JobOutputs>());
        var appender = new JobAppender(stores.Jobs, time, logging.CreateLogger<JobAppender>());
        var runner = new JobRunner(appender, sandbox, outputs, _hub, options, time, logging.CreateLogger<JobRunner>());
        var opener = new JobOpener(
            stores.Jobs, workflows, locks, new PinVerifier(_catalogue, checker), runner, time, logging.CreateLogger<JobOpener>());
        var lives = new RunnerLives(stores.Runners, options, time, logging.CreateLogger<RunnerLives>());
        var live = new LiveJobs(time);
        var watch = new RunnerWatch(stores.Control, stores.Runners, lives, live, options, time, logging.CreateLogger<RunnerWatch>());
        _retention = new Retention(stores.Control, live, options.Retention, time, logging.CreateLogger<Retention>());
        _host = new RunnerHost(options, stores.Jobs, watch, runner, opener, time, logging.CreateLogger<RunnerHost>());
        var reader = new JobReader(stores.Jobs, _host, workflows, locks, time, logging.CreateLogger<JobReader>());
        var pauser = new JobPauser(stores, reader, workflows, _host, time);
        Workflows = new WorkflowService(options, stores, checker, _catalogue, workflows, resolver, pauser, time);
        var canceler = new JobCanceler(stores, reader, workflows, _host, _hub, time);
        var history = new JobHistory(stores, workflows, _host, _hub, time);
        var submitter = new JobSubmitter(stores, new JobPlanner(workflows, resolver, options, time), workflows, _host);
        var directory = new JobDirectory(stores, reader, live, _host, time);
        Jobs = new JobService(submitter, reader, directory, canceler, pauser, history, stores.Jobs, _host, _hub, time);
        Runners = new RunnerService(stores.Runners, _host);
        Modules = new ModuleService(stores.Modules, _catalogue, new ModulePublisher(stores.Modules, _catalogue, time));
    }

    /// <summary>Workflows.</summary>
    public WorkflowService Workflows { get; }

    /// <summary>Jobs.</summary>
    public JobService Jobs { get; }

    /// <summary>The nodes that run jobs.</summary>
    public RunnerService Runners { get; }

    /// <summary>Modules and compat tables.</summary>
    public ModuleService Modules { get; }

    /// <summary>How it is doing.</summary>
    public EngineStatus Status => new(_catalogue.IsLoaded, _host.Runner, _host.Running, _options.Slots, _catalogue.Current.Revision);

    internal bool IsWatched(Guid job) => _hub.IsWatched(new JobId(job));

    /// <summary>Loads the catalogue, joins as a runner and starts to claim jobs.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _catalogue.LoadAsync(cancellationToken);
        if (_options.RunsJobs) await _host.RunOnceAsync(cancellationToken);
        _loops = Task.WhenAll(
            WatchCatalogueAsync(), _retention.LoopAsync(_stop.Token), _options.RunsJobs ? _host.LeaseLoopAsync(_stop.Token) : Task.CompletedTask,
            _options.RunsJobs ? _host.ClaimLoopAsync() : Task.CompletedTask);
    }

    /// <summary>
    /// Takes no more jobs, lets running tasks end within the drain time, hands the rest back to the board and says goodbye. Idempotent.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping ??= StopOnceAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _host.Dispose();
        _catalogue.Dispose();
        _stop.Dispose();
    }

    /// <summary>The lease is kept until the last job has left.</summary>
    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _host.StopAsync(cancellationToken);
        await _stop.CancelAsync();
        await _loops;
    }

    private async Task WatchCatalogueAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.PollInterval, _time, _stop.Token);
                await _catalogue.RefreshAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogCatalogueUnavailable(e);
            }
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The catalogue could not be refreshed; the known one stays in use.")]
    private partial void LogCatalogueUnavailable(Exception exception);
}
