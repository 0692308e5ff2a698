using Microsoft.Extensions.Logging;
using Npgsql;

namespace TaskChain.Storage.Database;

/// <summary>The connections of one node, by what they are for.</summary>
internal sealed class DatabaseSources : IAsyncDisposable
{
    // The server gives up first, so that a statement whose outcome we ask for later is not still running.
    private const string Guards = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c jit=off";

    // On an empty or young table the planner thinks that reading all of it is cheapest, and a prepared plan lives on while the table grows.
    private const string NoScans = " -c enable_seqscan=off";

    private const string OnePlan = " -c plan_cache_mode=force_generic_plan -c enable_bitmapscan=off";

    private const string NestedLoopsOnly = " -c enable_hashjoin=off -c enable_mergejoin=off";

    public DatabaseSources(string connectionString, StorageOptions options, ILoggerFactory loggers)
    {
        General = Create(connectionString, loggers, "taskchain", Guards + NoScans, options.MaxConnections, autoPrepare: 40);
        Inserts = Create(connectionString, loggers, "taskchain insert", Guards + NoScans + OnePlan, options.WriteLanes * 2, autoPrepare: 0);
        Appends = Create(
            connectionString, loggers, "taskchain append", Guards + NoScans + OnePlan + NestedLoopsOnly, options.WriteLanes + 2, autoPrepare: 10);
        Lists = Create(connectionString, loggers, "taskchain list", Guards + NoScans + NestedLoopsOnly, poolSize: 4, autoPrepare: 0);
        Sessions = Create(connectionString, loggers, "taskchain runner session", Guards, poolSize: 0, autoPrepare: 0);
    }

    /// <summary>Reads and rare writes.</summary>
    public NpgsqlDataSource General { get; }

    /// <summary>Lists with optional filters: not prepared, so that each is planned for the filters it has.</summary>
    public NpgsqlDataSource Lists { get; }

    /// <summary>Lanes that insert.</summary>
    public NpgsqlDataSource Inserts { get; }

    /// <summary>Lanes that append, and claims.</summary>
    public NpgsqlDataSource Appends { get; }

    /// <summary>Connections that are kept for their advisory lock; not pooled.</summary>
    public NpgsqlDataSource Sessions { get; }

    /// <summary>Closes idle connections, so that trying again does not meet one dead connection after the other.</summary>
    public void ForgetIdle()
    {
        General.Clear();
        Lists.Clear();
        Inserts.Clear();
        Appends.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await General.DisposeAsync();
        await Lists.DisposeAsync();
        await Inserts.DisposeAsync();
        await Appends.DisposeAsync();
        await Sessions.DisposeAsync();
    }

    private static NpgsqlDataSource Create(
        string connectionString, ILoggerFactory loggers, string name, string serverOptions, int poolSize, int autoPrepare)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            Multiplexing = false,
            Pooling = poolSize > 0,
            CommandTimeout = 60,
            Timeout = 10,
            IncludeErrorDetail = false,
            NoResetOnClose = true,
            MaxAutoPrepare = autoPrepare,
            AutoPrepareMinUsages = 2,
        };
        if (poolSize > 0) settings.MaxPoolSize = poolSize;
        settings.Options = string.IsNullOrEmpty(settings.Options) ? serverOptions : settings.Options + " " + serverOptions;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(new DriverLoggerFactory(loggers)).Build();
    }
}
