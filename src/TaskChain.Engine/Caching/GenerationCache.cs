using System.Collections.Concurrent;

namespace TaskChain.Engine.Caching;

/// <summary>
/// Keeps what was used lately, approximately: values live in a young generation; when that is full it becomes the old one, and what is used from
/// there moves back. Reads take no lock. At most twice the capacity is kept. Thread-safe.
/// </summary>
internal sealed class GenerationCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<TKey, TValue> _young = new();
    private ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public TValue? Find(TKey key)
    {
        if (_young.TryGetValue(key, out var value)) return value;
        if (!_old.TryGetValue(key, out value)) return null;
        Set(key, value);
        return value;
    }

    public void Set(TKey key, TValue value)
    {
        if (!_young.TryAdd(key, value))
        {
            _young[key] = value;
            return;
        }

        if (Interlocked.Increment(ref _count) < capacity) return;
        lock (_turning)
        {
            if (_count < capacity) return;
            _old = _young;
            _young = new ConcurrentDictionary<TKey, TValue>();
            _count = 0;
        }
    }

    public void Clear()
    {
        lock (_turning)
        {
            _old = new ConcurrentDictionary<TKey, TValue>();
            _young = new ConcurrentDictionary<TKey, TValue>();
            _count = 0;
        }
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }
}
