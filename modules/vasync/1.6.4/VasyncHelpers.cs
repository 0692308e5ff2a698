using System.Diagnostics.CodeAnalysis;

namespace Vasync;

/// <summary>Helpers for work on many things at once.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class VasyncHelpers
{
    /// <summary>Calls all functions at once and waits for all of them, also when some fail.</summary>
    /// <returns>Their results, in the order of the functions.</returns>
    /// <exception cref="MultiError">At least one failed.</exception>
    public Task<IReadOnlyList<T>> Parallel<T>(params Func<Task<T>>[] functions) => ForEachParallel(functions, function => function());

    /// <summary>Calls a function with every input at once and waits for all calls, also when some fail.</summary>
    /// <exception cref="MultiError">At least one failed.</exception>
    public async Task ForEachParallel<T>(IEnumerable<T> inputs, Func<T, Task> function) =>
        await ForEachParallel(inputs, async input =>
        {
            await function(input);
            return true;
        });

    /// <summary>Calls a function with every input at once and waits for all calls, also when some fail.</summary>
    /// <returns>The results, in the order of the inputs.</returns>
    /// <exception cref="MultiError">At least one failed.</exception>
    public async Task<IReadOnlyList<TResult>> ForEachParallel<T, TResult>(IEnumerable<T> inputs, Func<T, Task<TResult>> function)
    {
        var calls = inputs.Select(async input => await function(input)).ToList();
        await Task.WhenAll(calls).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        MultiError.ThrowIfAny(calls);
        return [.. calls.Select(call => call.Result)];
    }

    /// <summary>Makes a queue whose items are worked on by at most so many calls at once.</summary>
    /// <param name="worker">Works on one item.</param>
    /// <param name="concurrency">Calls at once, at least 1.</param>
    public WorkQueue<T> Queue<T>(Func<T, Task> worker, int concurrency) => new(worker, concurrency);
}
