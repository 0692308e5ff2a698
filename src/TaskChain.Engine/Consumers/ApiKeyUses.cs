using System.Collections.Concurrent;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>
/// When keys were used last, kept here and written now and then, so that no request writes; and who wants to know when one is revoked.
/// </summary>
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

    /// <summary>One key's. Thread-safe.</summary>
#pragma warning disable CA1001 // Without timers and linked sources there is nothing to dispose of, and who holds a token may do so for ever.
    internal sealed class Entry
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource _revoked = new();
        private long _utcTicks;

        public CancellationToken Revoked => _revoked.Token;

        // Not within the look that found it: whoever listens may have much to tidy up.
        public void Revoke()
        {
            if (!_revoked.IsCancellationRequested) _ = _revoked.CancelAsync();
        }

        public void At(DateTimeOffset at)
        {
            // Threads that race lose at most the difference between their times.
            if (Volatile.Read(ref _utcTicks) < at.UtcTicks - TimeSpan.TicksPerSecond) Volatile.Write(ref _utcTicks, at.UtcTicks);
        }

        public DateTimeOffset? Take() => Interlocked.Exchange(ref _utcTicks, 0) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}
