namespace TaskChain.Engine.Services;

/// <summary>Times as stores keep them.</summary>
internal static class StoredTime
{
    /// <summary>Now, in whole microseconds: what is answered before something is stored is what is read of it later.</summary>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
