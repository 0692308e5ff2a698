using System.Net;
using TaskChain.Client.Exceptions;

namespace TaskChain.Client;

/// <summary>A client of one TaskChain service. Thread-safe; create one and keep it.</summary>
/// <remarks>
/// Every method throws <see cref="TaskChainProblemException"/> when the service refuses, <see cref="TaskChainConnectionException"/> when it cannot be
/// reached, and <see cref="OperationCanceledException"/> when the caller cancels.
/// </remarks>
public sealed partial class TaskChainClient : IDisposable
{
    private readonly ServiceConnection _connection;

    /// <summary>Creates a client of the service at an address.</summary>
    public TaskChainClient(Uri address)
        : this(new TaskChainClientOptions { Address = address })
    {
    }

    /// <summary>Creates a client with connections of its own.</summary>
    /// <exception cref="ArgumentException">The options are not usable; the message says all that is wrong.</exception>
    public TaskChainClient(TaskChainClientOptions options)
        : this(options, http: null)
    {
    }

    /// <summary>Creates a client that sends through an <see cref="HttpClient"/> which stays the caller's.</summary>
    /// <exception cref="ArgumentException">The options are not usable; the message says all that is wrong.</exception>
    public TaskChainClient(TaskChainClientOptions options, HttpClient? http)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _connection = new ServiceConnection(http ?? CreateHttp(), options.Clone(), ownsHttp: http is null);
    }

    /// <summary>Where the service listens.</summary>
    public Uri Address => _connection.Options.Address;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string Segment(string text) => Uri.EscapeDataString(text);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var parts = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    // The connection limits times itself, per request. Names are looked up again now and then, so that a service that moved is found.
    private static HttpClient CreateHttp() => new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
