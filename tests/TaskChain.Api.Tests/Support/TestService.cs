using Microsoft.Extensions.Logging;
using TaskChain.Api.Hosting;
using TaskChain.Api.Options;

namespace TaskChain.Api.Tests.Support;

/// <summary>The whole service in this process: real HTTP on a free port, a PostgreSQL of its own, real worker and compiler processes.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly ServiceInstance _instance;
    private readonly TemporaryFolder _folder;
    private readonly ILoggerFactory _logging;

    private bool _isStopped;

    private TestService(ServiceInstance instance, TemporaryFolder folder, ILoggerFactory logging)
    {
        _instance = instance;
        _folder = folder;
        _logging = logging;
        Api = new Api(instance.Url);
    }

    public Api Api { get; }

    public static async Task<TestService> StartAsync(Action<TaskChainOptions>? configure = null)
    {
        var folder = new TemporaryFolder();
        var logging = LoggerFactory.Create(builder =>
        {
            ServiceLogging.Filter(builder);
            builder.AddProvider(new TestLog());
        });
        var options = new TaskChainOptions { Listen = "http://127.0.0.1:0", Data = folder.File("data") };
        options.Sandbox.WorkerPath = ServiceProcess.WorkerPath;
        options.Sandbox.CompilerPath = ServiceProcess.CompilerPath;
        configure?.Invoke(options);
        Assert.Empty(OptionsValidator.Validate(options));
        return new TestService(await ServiceInstance.StartAsync(options, logging, CancellationToken.None), folder, logging);
    }

    /// <summary>Stops the service; what it has given to callers can still be read.</summary>
    public ValueTask StopAsync() => _isStopped ? ValueTask.CompletedTask : StopOnceAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Api.Dispose();
        _logging.Dispose();
        _folder.Dispose();
    }

    private ValueTask StopOnceAsync()
    {
        _isStopped = true;
        return _instance.DisposeAsync();
    }
}
