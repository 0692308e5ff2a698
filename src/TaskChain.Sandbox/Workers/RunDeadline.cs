namespace TaskChain.Sandbox.Workers;

/// <summary>
/// When a worker has to be killed, and for what. Most runs end long before their deadline, so the timer is only ever moved forward, and looks itself
/// when it fires. Not thread-safe: guarded by the worker's lock.
/// </summary>
internal sealed class RunDeadline(TimeProvider clock, Action onTimer)
{
    private const long Never = long.MaxValue;
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(3650);

    // Timers fire by a coarser clock than timestamps are taken from.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    private readonly ITimer _timer = clock.CreateTimer(_ => onTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private TaskRunOutcome _outcome;
    private long _at = Never;
    private long _armedFor = Never;

    /// <summary>Sets the deadline.</summary>
    /// <param name="after">From now; negative means none.</param>
    /// <param name="outcome">What the run has come to when it passes.</param>
    public void Set(TimeSpan after, TaskRunOutcome outcome)
    {
        _outcome = outcome;
        _at = Instant(after);
        if (_at < _armedFor) Arm();
    }

    /// <summary>Sets the deadline unless an earlier one is set.</summary>
    public void Shorten(TimeSpan after, TaskRunOutcome outcome)
    {
        if (Instant(after) < _at) Set(after, outcome);
    }

    /// <summary>Removes the deadline.</summary>
    public void Clear() => _at = Never;

    /// <summary>The timer has fired: what the run has come to, or null when it is not time yet.</summary>
    public TaskRunOutcome? OnFired()
    {
        _armedFor = Never;
        if (_at == Never) return null;
        if (clock.GetTimestamp() >= _at) return _outcome;
        Arm();
        return null;
    }

    /// <summary>Ends the timer; the worker is dead.</summary>
    public void Stop() => _timer.Dispose();

    private long Instant(TimeSpan after) => after < TimeSpan.Zero || after > LongestDelay
        ? Never
        : clock.GetTimestamp() + (long)(after.TotalSeconds * clock.TimestampFrequency);

    private void Arm()
    {
        _armedFor = _at;
        var due = clock.GetElapsedTime(clock.GetTimestamp(), _at);
        if (due < TimeSpan.Zero) due = TimeSpan.Zero;
        if (due > LongestTimer) due = LongestTimer;
        _timer.Change(due + Slack, Timeout.InfiniteTimeSpan);
    }
}
