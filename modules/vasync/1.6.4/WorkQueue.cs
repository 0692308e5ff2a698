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
    private readonly Lock _lock = new();
    private readonly List<Task> _calls = [];

    internal WorkQueue(Func<T, Task> worker, int concurrency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        _worker = worker;
        _slots = new SemaphoreSlim(concurrency);
    }

    /// <summary>Adds an item.</summary>
    public void Push(T item)
    {
        lock (_lock) _calls.Add(WorkAsync(item));
    }

    /// <summary>Waits until all items pushed so far have been worked on.</summary>
    /// <exception cref="MultiError">At least one call failed.</exception>
    public async Task Drain()
    {
        Task[] calls;
        lock (_lock) calls = [.. _calls];
        await Task.WhenAll(calls).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        MultiError.ThrowIfAny(calls);
    }

    private async Task WorkAsync(T item)
    {
        await _slots.WaitAsync();
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
