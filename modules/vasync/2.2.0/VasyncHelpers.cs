using System.Diagnostics.CodeAnalysis;
using TaskChain;

namespace Vasync;

/// <summary>Helpers for work on many things at once. Once the task ends, no further calls are started.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class VasyncHelpers(ModuleContext context)
{
    /// <summary>Calls all functions at once and waits for all of them, also when some fail.</summary>
    /// <returns>Their results, in the order of the functions.</returns>
    /// <exception cref="MultiError">At least one failed.</exception>
    public Task<IReadOnlyList<T>> Parallel<T>(params Func<Task<T>>[] functions) => ForEachParallel(functions, function => function());

    /// <summary>Calls a function with every input and waits for all calls, also when some fail.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="function">Is called with each.</param>
    /// <param name="concurrency">Calls at once, at least 1; null for no limit.</param>
    /// <exception cref="MultiError">At least one failed.</exception>
    public async Task ForEachParallel<T>(IEnumerable<T> inputs, Func<T, Task> function, int? concurrency = null) =>
        await ForEachParallel(inputs, async input =>
        {
            await function(input);
            return true;
        }, concurrency);

    /// <summary>Calls a function with every input and waits for all calls, also when some fail.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="function">Is called with each.</param>
    /// <param name="concurrency">Calls at once, at least 1; null for no limit.</param>
    /// <returns>The results, in the order of the inputs.</returns>
    /// <exception cref="MultiError">At least one failed.</exception>
    public async Task<IReadOnlyList<TResult>> ForEachParallel<T, TResult>(
        IEnumerable<T> inputs, Func<T, Task<TResult>> function, int? concurrency = null)
    {
        using var slots = new SemaphoreSlim(concurrency ?? int.MaxValue);
        var calls = inputs.Select(input => CallAsync(slots, input, function)).ToList();
        await Task.WhenAll(calls).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        MultiError.ThrowIfAny(calls);
        return [.. calls.Select(call => call.Result)];
    }

    /// <summary>Calls functions one after the other, each with the result of the one before it; the first failure ends it.</summary>
    /// <param name="start">What the first function is given.</param>
    /// <param name="functions">The functions.</param>
    /// <returns>The last function's result.</returns>
    public async Task<T> Pipeline<T>(T start, params Func<T, Task<T>>[] functions)
    {
        var value = start;
        foreach (var function in functions)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            value = await function(value);
        }

        return value;
    }

    /// <summary>Makes a queue whose items are worked on by at most so many calls at once.</summary>
    /// <param name="worker">Works on one item.</param>
    /// <param name="concurrency">Calls at once, at least 1.</param>
    public WorkQueue<T> Queue<T>(Func<T, Task> worker, int concurrency) => new(worker, concurrency, context.Cancellation);

    private async Task<TResult> CallAsync<T, TResult>(SemaphoreSlim slots, T input, Func<T, Task<TResult>> function)
    {
        await slots.WaitAsync(context.Cancellation);
        try
        {
            return await function(input);
        }
        finally
        {
            slots.Release();
        }
    }
}
