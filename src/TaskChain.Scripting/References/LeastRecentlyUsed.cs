namespace TaskChain.Scripting.References;

/// <summary>A small cache that forgets what was not used for longest. Thread-safe; a value may be made twice by two threads at once.</summary>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity, IEqualityComparer<TKey> comparer)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = new(comparer);
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public TValue GetOrAdd<TState>(TKey key, TState state, Func<TKey, TState, TValue> make)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value.Value;
            }
        }

        var value = make(key, state);
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var raced)) return raced.Value.Value;
            _nodes[key] = _order.AddFirst((key, value));
            if (_order.Count > capacity && _order.Last is { } oldest)
            {
                _nodes.Remove(oldest.Value.Key);
                _order.RemoveLast();
            }

            return value;
        }
    }
}
