using TaskChain.Api.Tests.Support;

[assembly: AssemblyFixture(typeof(TaskChain.Cli.Tests.CliService))]

namespace TaskChain.Cli.Tests;

/// <summary>One service for all tests that do not close it with keys.</summary>
public sealed class CliService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProcess? _service;

    internal Api.Tests.Support.Api Api => _service?.Api ?? throw new InvalidOperationException("The service has not started.");

    internal Taskchain Program => new(Api.Url);

    public async ValueTask InitializeAsync() =>
        _service = await ServiceProcess.ListeningAsync(_folder.File("data"), "--TaskChain:Webhooks:Allow=https://hooks.example.com");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        _folder.Dispose();
    }
}
