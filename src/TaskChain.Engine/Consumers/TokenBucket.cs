namespace TaskChain.Engine.Consumers;

/// <summary>A rate with a burst. Not thread-safe.</summary>
internal sealed class TokenBucket
{
    private readonly TimeProvider _time;
    private double _tokens;
    private long _asOf;

    /// <summary>A full one.</summary>
    /// <param name="rate">Tokens that come per second.</param>
    /// <param name="burst">Tokens that it holds.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(double rate, double burst, TimeProvider time)
    {
        (Rate, Burst, _time) = (rate, burst, time);
        (_tokens, _asOf) = (burst, time.GetTimestamp());
    }

    public double Rate { get; }

    public double Burst { get; }

    /// <summary>
    /// Takes tokens, or tells after what time they could be taken. More than the bucket holds can be taken when it is full: it then owes them, so that a
    /// large batch is possible and is paid for.
    /// </summary>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        Fill();
        var needed = Math.Min(count, Burst);
        if (_tokens >= needed)
        {
            _tokens -= count;
            retryAfter = TimeSpan.Zero;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds((needed - _tokens) / Rate);
        return false;
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + Rate * _time.GetElapsedTime(_asOf, now).TotalSeconds);
        _asOf = now;
    }
}
