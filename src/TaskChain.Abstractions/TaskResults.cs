using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TaskChain;

/// <summary>Results of the tasks before this one, by index and by name. Parsed on first use.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A view for scripts.")]
public sealed class TaskResults
{
    private readonly Lazy<IReadOnlyList<(string Name, JsonNode? Result)>> _items;

    /// <summary>Creates the results.</summary>
    /// <param name="read">Reads them on first use, in chain order.</param>
    public TaskResults(Func<IReadOnlyList<(string Name, JsonNode? Result)>> read) => _items = new(read);

    /// <summary>Number of finished tasks.</summary>
    public int Count => _items.Value.Count;

    /// <summary>The result of the task at a position of the chain, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No finished task stands there.</exception>
    public JsonNode? this[int index] => index >= 0 && index < Count
        ? _items.Value[index].Result
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Count} tasks have finished before this one.");

    /// <summary>The result of the latest finished task of that name.</summary>
    /// <exception cref="KeyNotFoundException">No finished task has that name.</exception>
    public JsonNode? this[string name]
    {
        get
        {
            for (var i = Count - 1; i >= 0; i--)
            {
                if (string.Equals(_items.Value[i].Name, name, StringComparison.Ordinal)) return _items.Value[i].Result;
            }

            throw new KeyNotFoundException($"No finished task is named '{name}'.");
        }
    }

    /// <summary>True when a finished task has that name.</summary>
    public bool Contains(string name) => _items.Value.Any(item => string.Equals(item.Name, name, StringComparison.Ordinal));
}
