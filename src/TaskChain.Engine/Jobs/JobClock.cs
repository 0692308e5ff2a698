namespace TaskChain.Engine.Jobs;

/// <summary>
/// Adds up how long a job has run. Instants are only ever subtracted from instants of the same claim, that is of the same machine; a claim that
/// broke off counts up to its last recorded event.
/// </summary>
internal sealed class JobClock
{
    private TimeSpan _total;
    private TimeSpan _phase;
    private DateTimeOffset? _claimedAt;
    private DateTimeOffset _phaseFrom;
    private DateTimeOffset _last;

    /// <summary>Time run so far.</summary>
    public TimeSpan Total(DateTimeOffset now) => _total + Since(_claimedAt, now);

    /// <summary>Time that counts against the limit of the current phase.</summary>
    public TimeSpan InPhase(DateTimeOffset now) => _phase + Since(_claimedAt is null ? null : _phaseFrom, now);

    public void Claim(DateTimeOffset at)
    {
        if (_claimedAt is not null) Release(_last);
        _claimedAt = _phaseFrom = at;
    }

    public void Release(DateTimeOffset at)
    {
        _total = Total(at);
        _phase = InPhase(at);
        _claimedAt = null;
    }

    public void StartPhase(DateTimeOffset at)
    {
        _phase = TimeSpan.Zero;
        _phaseFrom = at;
    }

    /// <summary>Counts a pause.</summary>
    public void Count(TimeSpan pause) => _phase += pause;

    public void Saw(DateTimeOffset at) => _last = at;

    private static TimeSpan Since(DateTimeOffset? from, DateTimeOffset now) =>
        from is { } start && now > start ? now - start : TimeSpan.Zero;
}
