using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Consumers;
using TaskChain.Storage.Content;
using TaskChain.Storage.Database;
using TaskChain.Storage.Embedded;
using TaskChain.Storage.Jobs;
using TaskChain.Storage.Migrations;
using TaskChain.Storage.Modules;
using TaskChain.Storage.Runners;
using TaskChain.Storage.Sql;
using TaskChain.Storage.Webhooks;
using TaskChain.Storage.Workflows;

namespace TaskChain.Storage;

/// <summary>
/// All state in PostgreSQL: a private cluster that is started and stopped with this object, or a server named by a connection string. Thread-safe.
/// </summary>
public sealed class PostgresStorage : IAsyncDisposable
{
    private readonly EmbeddedServer? _server;
    private readonly DatabaseSources _sources;
    private readonly PostgresJobStore _jobs;

    private PostgresStorage(EmbeddedServer? server, DatabaseSources sources, StorageOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        (_server, _sources) = (server, sources);
        var logger = loggers.CreateLogger<PostgresStorage>();
        var retrier = new Retrier(sources, options.RetryFor, time, logger);
        _jobs = new PostgresJobStore(sources, options, retrier, logger, Announcement.StoreAsync);
        Control = new PostgresJobControl(sources, retrier, Announcement.StoreAsync);
        Queries = new PostgresJobQueries(sources, retrier);
        Workflows = new PostgresWorkflowStore(sources.General, retrier);
        Modules = new PostgresModuleStore(sources.General, retrier);
        Content = new PostgresContentStore(sources.General, retrier);
        Webhooks = new PostgresWebhookStore(sources.General, retrier);
        ApiKeys = new PostgresApiKeyStore(sources.General, retrier);
        Runners = new PostgresRunnerStore(sources, retrier, logger);
    }

    /// <summary>Jobs.</summary>
    public IJobStore Jobs => _jobs;

    /// <summary>What is done to jobs from outside.</summary>
    public IJobControl Control { get; }

    /// <summary>Questions about many jobs.</summary>
    public IJobQueries Queries { get; }

    /// <summary>Workflows.</summary>
    public IWorkflowStore Workflows { get; }

    /// <summary>Modules.</summary>
    public IModuleStore Modules { get; }

    /// <summary>Content by hash.</summary>
    public IContentStore Content { get; }

    /// <summary>Consumers and their API keys.</summary>
    public IApiKeyStore ApiKeys { get; }

    /// <summary>Webhooks and their deliveries.</summary>
    public IWebhookStore Webhooks { get; }

    /// <summary>Runners.</summary>
    public IRunnerStore Runners { get; }

    /// <summary>Process id of the private cluster's server; null when a connection string is used.</summary>
    public int? ServerProcessId => _server?.ProcessId;

    /// <summary>Starts the private cluster if that is what the options ask for, connects, and brings the schema up to date.</summary>
    /// <exception cref="StorageException">The database cannot be used; the message says why and what to do.</exception>
    public static async Task<PostgresStorage> OpenAsync(
        StorageOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = options.ConnectionString is null ? await EmbeddedServer.StartAsync(options, loggers, time, cancellationToken) : null;
        var sources = new DatabaseSources(server?.ConnectionString ?? options.ConnectionString!, options, loggers);
        try
        {
            var retrier = new Retrier(sources, options.RetryFor, time, loggers.CreateLogger<PostgresStorage>());
            var migrator = new Migrator(sources.General, loggers.CreateLogger<Migrator>());
            await retrier.RunAsync("connect and migrate", (_, token) => migrator.MigrateAsync(token), cancellationToken);
            await new PostgresJobControl(sources, retrier).RepairAsync(cancellationToken);
            return new PostgresStorage(server, sources, options, loggers, time);
        }
        catch (Exception exception)
        {
            await sources.DisposeAsync();
            if (server is not null) await server.DisposeAsync();
            if (exception is Npgsql.NpgsqlException) throw Transient.Wrap("connect and migrate", exception);
            throw;
        }
    }

    /// <summary>Asks the database for a sign of life, once and without trying again.</summary>
    /// <exception cref="StorageException">It gave none.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _sources.General.CreateCommand(SqlText.Get("ping"));
            command.CommandTimeout = 5;
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (Exception exception) when (Transient.Is(exception) || exception is Npgsql.NpgsqlException)
        {
            throw Transient.Wrap("ping", exception);
        }
    }

    /// <summary>Finishes queued writes, closes the connections and stops the private cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        await _jobs.DisposeAsync();
        await _sources.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
