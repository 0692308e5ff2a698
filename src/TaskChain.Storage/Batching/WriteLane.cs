using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;

namespace TaskChain.Storage.Batching;

/// <summary>One connection that commits one batch after the other, as long as there are any.</summary>
internal sealed partial class WriteLane<TItem, TOutcome>(
    WriteBatcher<TItem, TOutcome> batcher, NpgsqlDataSource source, IBatchStatement<TItem, TOutcome> statement, Retrier retrier, ILogger logger)
    : IThreadPoolWorkItem, IAsyncDisposable
{
    private readonly List<PendingWrite<TItem, TOutcome>> _batch = [];
    private NpgsqlConnection? _connection;

    /// <summary>Called when the lane has been taken from the idle ones.</summary>
    public void Execute() => _ = RunAsync();

    public int Weigh(TItem item) => statement.Weigh(item);

    /// <summary>Closes an idle lane.</summary>
    public ValueTask DisposeAsync() => DropConnectionAsync();

    private async Task RunAsync()
    {
        while (batcher.TryTake(this, _batch))
        {
            await CommitAsync(_batch);
            _batch.Clear();
        }
    }

    // Never throws: whatever happens is told to those who wait.
    private async Task CommitAsync(List<PendingWrite<TItem, TOutcome>> batch)
    {
        TItem[] items = [.. batch.Select(pending => pending.Item)];
        var outcomes = new TOutcome[items.Length];
        try
        {
            await retrier.RunAsync(statement.Name, (attempt, token) => ExecuteAsync(items, outcomes, attempt.Again, token), batcher.Aborted);
        }
        catch (OperationCanceledException exception)
        {
            var closed = new StorageException(
                StorageErrorCodes.Unavailable, $"The store was closed before '{statement.Name}' could be finished.", isTransient: true, exception);
            foreach (var pending in batch) pending.TrySetException(closed);
            return;
        }
        catch (PostgresException exception) when (batch.Count > 1)
        {
            LogRefused(logger, exception, statement.Name, batch.Count);
            foreach (var pending in batch) await CommitAsync([pending]);
            return;
        }
#pragma warning disable CA1031 // The edge between writers and the database: every failure belongs to those who wait for this batch.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var told = exception as StorageException ?? Transient.Wrap(statement.Name, exception);
            foreach (var pending in batch) pending.TrySetException(told);
            return;
        }

        for (int i = 0; i < outcomes.Length; i++) batch[i].TrySetResult(outcomes[i]);
    }

    private async Task ExecuteAsync(TItem[] items, TOutcome[] outcomes, bool again, CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is not { State: ConnectionState.Open })
            {
                await DropConnectionAsync();
                _connection = await source.OpenConnectionAsync(cancellationToken);
                await statement.PrepareAsync(_connection, cancellationToken);
            }

            await statement.ExecuteAsync(items, outcomes, again, cancellationToken);
        }
        catch (Exception exception) when (exception is not PostgresException || Transient.Is(exception))
        {
            await DropConnectionAsync();
            throw;
        }
    }

    private async ValueTask DropConnectionAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }

    [LoggerMessage(3002, LogLevel.Warning, "The database refused a batch of {Count} writes of '{Operation}'; they are written one by one.")]
    private static partial void LogRefused(ILogger logger, Exception exception, string operation, int count);
}
