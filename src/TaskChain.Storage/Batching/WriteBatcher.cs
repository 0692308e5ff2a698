using Microsoft.Extensions.Logging;
using Npgsql;
using TaskChain.Storage.Database;

namespace TaskChain.Storage.Batching;

/// <summary>
/// Group commit: writes of one kind queue up while earlier ones are being committed, and are then taken together. A lane never waits for company: the
/// first write starts one at once.
/// Items of one job do not overtake each other, because their writer waits for each.
/// </summary>
/// <typeparam name="TItem">What is written.</typeparam>
/// <typeparam name="TOutcome">What each writer is told.</typeparam>
internal sealed class WriteBatcher<TItem, TOutcome> : IAsyncDisposable
{
    // One statement's parameters have to fit into memory, here and there, and into the protocol's limit of 1 GB.
    private const long MaxBytes = 8 * 1024 * 1024;

    // The server flushes its log for one commit at a time, so a second lane shortens nobody's wait; it only splits batches, which costs both sides
    // processor time. It pays when a batch takes long to execute.
    private const int WorthALane = 64;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite<TItem, TOutcome>> _queue = new();
    private readonly Stack<WriteLane<TItem, TOutcome>> _idle = new();
    private readonly List<WriteLane<TItem, TOutcome>> _lanes = [];
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly int _maxBatch;
    private bool _closed;

    /// <summary>Creates lanes without connecting them.</summary>
    public WriteBatcher(
        NpgsqlDataSource source, Func<IBatchStatement<TItem, TOutcome>> statement, StorageOptions options, Retrier retrier, ILogger logger)
    {
        _time = retrier.Time;
        _maxBatch = options.MaxBatch;
        for (int i = 0; i < options.WriteLanes; i++)
        {
            var lane = new WriteLane<TItem, TOutcome>(this, source, statement(), retrier, logger);
            _lanes.Add(lane);
            _idle.Push(lane);
        }
    }

    internal CancellationToken Aborted => _abort.Token;

    /// <summary>Hands an item over and waits for its outcome. Cancellation is heeded only before that.</summary>
    public ValueTask<TOutcome> WriteAsync(TItem item, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<TOutcome>(cancellationToken);
        var pending = new PendingWrite<TItem, TOutcome>(item);
        WriteLane<TItem, TOutcome>? lane;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Enqueue(pending);
            lane = _idle.Count == _lanes.Count || _queue.Count >= WorthALane ? Pop() : null;
        }

        if (lane is not null) ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
        return new ValueTask<TOutcome>(pending.Task);
    }

    private WriteLane<TItem, TOutcome>? Pop() => _idle.TryPop(out var lane) ? lane : null;

    /// <summary>Lets queued writes finish, unless the database is away, then closes the lanes.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            if (_idle.Count == _lanes.Count) _drained.TrySetResult();
        }

        await Task.WhenAny(_drained.Task, Task.Delay(DrainTime, _time, CancellationToken.None));
        await _abort.CancelAsync();
        await _drained.Task;
        foreach (var lane in _lanes) await lane.DisposeAsync();
        _abort.Dispose();
    }

    /// <summary>Fills <paramref name="batch"/>; when there is nothing left, the lane becomes idle and false is returned.</summary>
    internal bool TryTake(WriteLane<TItem, TOutcome> lane, List<PendingWrite<TItem, TOutcome>> batch)
    {
        lock (_gate)
        {
            long bytes = 0;
            while (batch.Count < _maxBatch && bytes < MaxBytes && _queue.TryDequeue(out var pending))
            {
                batch.Add(pending);
                bytes += lane.Weigh(pending.Item);
            }

            if (batch.Count > 0) return true;
            _idle.Push(lane);
            if (_closed && _idle.Count == _lanes.Count) _drained.TrySetResult();
            return false;
        }
    }
}
