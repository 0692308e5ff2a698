using System.Diagnostics.CodeAnalysis;

namespace AsyncLib;

/// <summary>Helpers for asynchronous loops. The first failure ends a loop; calls under way are not waited for.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class AsyncHelpers
{
    /// <summary>Calls a function with every input, one after the other.</summary>
    public async Task EachSeries<T>(IEnumerable<T> inputs, Func<T, Task> function)
    {
        foreach (var input in inputs) await function(input);
    }

    /// <summary>Calls a function with every input, at most so many at once.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="limit">Calls at once, at least 1.</param>
    /// <param name="function">Is called with each.</param>
    public async Task EachLimit<T>(IEnumerable<T> inputs, int limit, Func<T, Task> function)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var running = new List<Task>(limit);
        foreach (var input in inputs)
        {
            if (running.Count == limit)
            {
                var first = await Task.WhenAny(running);
                running.Remove(first);
                await first;
            }

            running.Add(function(input));
        }

        foreach (var call in running) await call;
    }

    /// <summary>Calls a function with every input at once.</summary>
    /// <returns>The results, in the order of the inputs.</returns>
    public async Task<IReadOnlyList<TResult>> Map<T, TResult>(IEnumerable<T> inputs, Func<T, Task<TResult>> function) =>
        await Task.WhenAll(inputs.Select(function));
}
