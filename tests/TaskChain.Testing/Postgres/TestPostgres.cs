using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Storage;
using TaskChain.Storage.Embedded;

namespace TaskChain.Testing.Postgres;

/// <summary>
/// A real PostgreSQL server for a test assembly, started the way the service starts its own. Without server programs on the machine the start throws,
/// saying what to install: tests that need a database never pass without one.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private EmbeddedServer _server;

    private TestPostgres(TemporaryFolder folder, EmbeddedServer server) => (_folder, _server) = (folder, server);

    /// <summary>The server's main process.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Starts a server with an empty cluster.</summary>
    public static async Task<TestPostgres> StartAsync(CancellationToken cancellationToken)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new TestPostgres(folder, await StartServerAsync(folder, cancellationToken));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database and returns how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        string name = "test_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // A name cannot be a parameter; this one is made two lines above.
        await using var create = new NpgsqlCommand($"create database {name}", connection);
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Stops the server and starts it again in the same place.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _server.DisposeAsync();
        _server = await StartServerAsync(_folder, cancellationToken);
    }

    /// <summary>Stops the server for good.</summary>
    public ValueTask StopAsync() => _server.DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync("immediate");
        _folder.Dispose();
    }

    private static Task<EmbeddedServer> StartServerAsync(TemporaryFolder folder, CancellationToken cancellationToken) =>
        EmbeddedServer.StartAsync(
            new StorageOptions { DataFolder = folder.Path, MaxConnections = 100 }, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
}
