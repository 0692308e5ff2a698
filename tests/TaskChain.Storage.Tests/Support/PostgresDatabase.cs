using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace TaskChain.Storage.Tests.Support;

/// <summary>A test class's own database with the current schema.</summary>
public sealed class PostgresDatabase(PostgresFixture fixture) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public PostgresStorage Storage { get; private set; } = null!;

    public NpgsqlDataSource Direct { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await fixture.Server.CreateDatabaseAsync(CancellationToken.None);
        Storage = await OpenAsync();
        Direct = NpgsqlDataSource.Create(ConnectionString);
        await Storage.Workflows.InsertAsync(Sample.Workflow, CancellationToken.None);
    }

    /// <summary>Another node on the same database.</summary>
    public Task<PostgresStorage> OpenAsync() => PostgresStorage.OpenAsync(
        new StorageOptions { ConnectionString = ConnectionString }, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

#pragma warning disable CA2100 // Statements are literals of the tests.
    public async Task<object?> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Direct.CreateCommand(sql);
        foreach (object parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await command.ExecuteScalarAsync();
    }
#pragma warning restore CA2100

    public async Task ResetAsync()
    {
        await ExecuteAsync(
            """
            truncate jobs, job_events, job_output, job_search, paused_workflows, runners, workflows, workflow_revisions, contents, lock_packages, modules,
                module_versions, compat_tables, compat_audit, consumers, api_keys, webhooks, webhook_deliveries restart identity;
            update catalogue set revision = 0;
            update api_key_state set revision = 0;
            """);
        await Storage.Workflows.InsertAsync(Sample.Workflow, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Direct.DisposeAsync();
    }
}
