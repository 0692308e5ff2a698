namespace TaskChain.Engine.Webhooks;

/// <summary>What this node has attempted since it started. Thread-safe.</summary>
public sealed class WebhookCounters
{
    private long _delivered;
    private long _failed;
    private long _dead;

    /// <summary>Attempts that were answered with 2xx.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Attempts that failed, to be tried again or not.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Deliveries that were given up.</summary>
    public long Dead => Volatile.Read(ref _dead);

    internal void Count(bool delivered, bool dead)
    {
        Interlocked.Increment(ref delivered ? ref _delivered : ref _failed);
        if (dead) Interlocked.Increment(ref _dead);
    }
}
