using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Storage.Embedded;
using TaskChain.Testing;

namespace TaskChain.Storage.Tests.Support;

/// <summary>A data folder with a stopped cluster, to be copied: making one takes much longer.</summary>
public sealed class ClusterTemplate : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        await using var server = await EmbeddedServer.StartAsync(
            new StorageOptions { DataFolder = _folder.Path }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    }

    public async Task CopyToAsync(string folder)
    {
        using var copy = Process.Start("cp", ["-a", _folder.Path + "/.", folder]);
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
