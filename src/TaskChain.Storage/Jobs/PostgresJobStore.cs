using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Batching;
using TaskChain.Storage.Database;

namespace TaskChain.Storage.Jobs;

/// <summary>Jobs in PostgreSQL: group commit for what is written often, single statements for the rest.</summary>
internal sealed partial class PostgresJobStore : IJobStore, IAsyncDisposable
{
    private readonly DatabaseSources _sources;
    private readonly Retrier _retrier;
    private readonly WriteBatcher<NewJob, InsertJobOutcome> _inserts;
    private readonly WriteBatcher<JobAppend, AppendOutcome> _appends;
    private readonly WriteBatcher<JobOutput, bool> _output;

    private readonly Announcer? _announcer;

    public PostgresJobStore(DatabaseSources sources, StorageOptions options, Retrier retrier, ILogger logger, Announcer? announcer = null)
    {
        (_sources, _retrier, _announcer) = (sources, retrier, announcer);
        _inserts = new(sources.Inserts, () => new InsertStatement(), options, retrier, logger);
        _appends = new(sources.Appends, () => new AppendStatement(announcer), options, retrier, logger);
        _output = new(sources.Inserts, () => new OutputStatement(), options, retrier, logger);
    }

    public ValueTask<InsertJobOutcome> InsertAsync(NewJob job, CancellationToken cancellationToken) => _inserts.WriteAsync(job, cancellationToken);

    public ValueTask<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken) => append.Successor is { } successor
        ? new ValueTask<AppendOutcome>(AppendWithSuccessorAsync(append, successor with { IsSuccessor = true }, cancellationToken))
        : _appends.WriteAsync(append, cancellationToken);

    public async ValueTask AppendOutputAsync(JobOutput output, CancellationToken cancellationToken) =>
        await _output.WriteAsync(output, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _inserts.DisposeAsync();
        await _appends.DisposeAsync();
        await _output.DisposeAsync();
    }

    // Two statements in one transaction instead of a place in a batch: jobs that ask for a new attempt of themselves are rare.
    private Task<AppendOutcome> AppendWithSuccessorAsync(JobAppend append, NewJob successor, CancellationToken cancellationToken) =>
        _retrier.RunAsync(
            "job append with successor",
            async (_, token) =>
            {
                await using var connection = await _sources.Appends.OpenConnectionAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(token);
                var outcomes = new AppendOutcome[1];
                var appends = new AppendStatement(_announcer);
                await appends.PrepareAsync(connection, token);
                await appends.ExecuteInTransactionAsync([append], outcomes, token);
                // Appended may also mean "by an earlier attempt": then the successor is there too, and storing it once more changes nothing.
                if (outcomes[0] != AppendOutcome.Appended) return outcomes[0];
                await StoreSuccessorAsync(connection, successor, token);
                await transaction.CommitAsync(CancellationToken.None);
                return AppendOutcome.Appended;
            },
            cancellationToken);

    private static async Task StoreSuccessorAsync(NpgsqlConnection connection, NewJob successor, CancellationToken cancellationToken)
    {
        var outcomes = new InsertJobOutcome[1];
        var inserts = new InsertStatement();
        await inserts.PrepareAsync(connection, cancellationToken);
        await inserts.ExecuteAsync([successor], outcomes, again: true, cancellationToken);
        if (outcomes[0] != InsertJobOutcome.Inserted)
        {
            throw new InvalidOperationException($"The successor '{successor.Id}' could not be stored ({outcomes[0]}): its id or unique key is taken.");
        }
    }
}
