using System.Collections.Concurrent;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>When keys were used last; kept here and written now and then, so that no request writes.</summary>
internal sealed class ApiKeyUses
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>The entry of a key; the same one however often keys are read again.</summary>
    public Entry Of(Guid key) => _entries.GetOrAdd(key, static _ => new Entry());

    /// <summary>What has not been written yet, and counts as written from now on.</summary>
    public List<ApiKeyUse> Take()
    {
        var uses = new List<ApiKeyUse>();
        foreach (var (key, entry) in _entries)
        {
            if (entry.Take() is { } at) uses.Add(new ApiKeyUse(key, at));
        }

        return uses;
    }

    /// <summary>Takes back what could not be written.</summary>
    public void Return(List<ApiKeyUse> uses)
    {
        foreach (var use in uses) Of(use.Key).At(use.At);
    }

    /// <summary>The last use of one key. Thread-safe.</summary>
    internal sealed class Entry
    {
        private long _utcTicks;

        public void At(DateTimeOffset at)
        {
            // Threads that race lose at most the difference between their times.
            if (Volatile.Read(ref _utcTicks) < at.UtcTicks - TimeSpan.TicksPerSecond) Volatile.Write(ref _utcTicks, at.UtcTicks);
        }

        public DateTimeOffset? Take() => Interlocked.Exchange(ref _utcTicks, 0) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
