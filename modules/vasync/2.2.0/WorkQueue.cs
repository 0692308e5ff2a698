using System.Diagnostics.CodeAnalysis;

namespace Vasync;

/// <summary>Works on items with at most so many calls at once. Made by <see cref="VasyncHelpers.Queue{T}"/>; safe for use by several threads.</summary>
/// <typeparam name="T">Kind of item.</typeparam>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Only its wait handle would need it.")]
public sealed class WorkQueue<T>
{
    private readonly Func<T, Task> _worker;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationToken _cancellation;
    private readonly Lock _lock = new();
    private readonly List<Task> _calls = [];
    private bool _closed;

    internal WorkQueue(Func<T, Task> worker, int concurrency, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        _worker = worker;
        _slots = new SemaphoreSlim(concurrency);
        _cancellation = cancellation;
    }

    /// <summary>Adds an item.</summary>
    /// <exception cref="InvalidOperationException">The queue has been closed.</exception>
    public void Push(T item)
    {
        lock (_lock)
        {
            if (_closed) throw new InvalidOperationException("The queue is closed: push before CloseAsync.");
            _calls.Add(WorkAsync(item));
        }
    }

    /// <summary>Takes no more items and waits until all have been worked on.</summary>
    /// <exception cref="MultiError">At least one call failed.</exception>
    public async Task CloseAsync()
    {
        Task[] calls;
        lock (_lock)
        {
            _closed = true;
            calls = [.. _calls];
        }

        await Task.WhenAll(calls).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        MultiError.ThrowIfAny(calls);
    }

    private async Task WorkAsync(T item)
    {
        await _slots.WaitAsync(_cancellation);
        try
        {
            await _worker(item);
        }
        finally
        {
            _slots.Release();
        }
    }
}
