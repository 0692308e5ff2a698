using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TaskChain.Api.Options;

namespace TaskChain.Api.Hosting;

/// <summary>One running service: data folder, node and HTTP. The executable runs one; tests run several in one process.</summary>
internal sealed class ServiceInstance : IAsyncDisposable
{
    private readonly Teardown _teardown;

    private ServiceInstance(string url, Teardown teardown)
    {
        Url = url;
        _teardown = teardown;
    }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:8080</c>.</summary>
    public string Url { get; }

    /// <summary>Starts a service; it takes requests when this returns. What was started is stopped again when a later step fails.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="logging">The log.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<ServiceInstance> StartAsync(TaskChainOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var teardown = new Teardown();
        try
        {
            return await StartAsync(options, logging, teardown, cancellationToken);
        }
        catch (Exception failure)
        {
            await UndoAsync(teardown, failure);
            throw;
        }
    }

    /// <summary>Stops: no new requests, jobs handed back, processes ended, database stopped.</summary>
    public ValueTask DisposeAsync() => _teardown.DisposeAsync();

    private static async Task<ServiceInstance> StartAsync(
        TaskChainOptions options, ILoggerFactory logging, Teardown teardown, CancellationToken cancellationToken)
    {
        var logger = logging.CreateLogger<ServiceInstance>();
        var data = DataFolder.Open(options.Data);
        teardown.Push(() =>
        {
            data.Dispose();
            return ValueTask.CompletedTask;
        });
        ProbePort(options);
        ApiLog.Starting(logger, data.Path, options.Storage.ConnectionString is null ? "a PostgreSQL of its own" : "the PostgreSQL of its options");
        teardown.Push(() =>
        {
            ApiLog.Stopped(logger);
            return ValueTask.CompletedTask;
        });
        var parts = await Node.StartAsync(options, data.Path, logging, teardown, cancellationToken);
        var app = teardown.Push(ApiBuilder.Build(options, parts, logging));
        await app.StartAsync(cancellationToken);
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        teardown.Push(() => StopAsync(app, data, logger));
        data.Announce(url, parts.PostgresProcessId);
        ApiLog.Listening(logger, url);
        return new ServiceInstance(url, teardown);
    }

    private static async Task UndoAsync(Teardown teardown, Exception failure)
    {
        try
        {
            await teardown.DisposeAsync();
        }
        catch (AggregateException more)
        {
            throw new AggregateException(failure.Message, [failure, .. more.InnerExceptions]);
        }
    }

    private static async ValueTask StopAsync(WebApplication app, DataFolder data, ILogger logger)
    {
        ApiLog.Stopping(logger);
        data.Withdraw();
        await app.StopAsync();
    }

    // Told before the database is started, which takes a while; Kestrel would tell only at the end.
    private static void ProbePort(TaskChainOptions options)
    {
        var (address, port) = OptionsValidator.Endpoint(options);
        if (port == 0) return;
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, port));
    }
}
