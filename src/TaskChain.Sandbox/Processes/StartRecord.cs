namespace TaskChain.Sandbox.Processes;

/// <summary>How starts of processes go: after failures the next one waits, longer each time. Guarded by the pool's lock.</summary>
internal sealed class StartRecord(TimeProvider clock)
{
    private const int HopelessAfter = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private int _failures;
    private long _failedAt;

    /// <summary>Processes that were started or are being started and are not reaped yet.</summary>
    public int Processes { get; set; }

    /// <summary>Why the latest start failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>True when nothing has started for several tries in a row.</summary>
    public bool IsHopeless => _failures >= HopelessAfter;

    /// <summary>False while it is too early to try again.</summary>
    public bool MayTry => _failures == 0 || clock.GetElapsedTime(_failedAt) >= Pause;

    /// <summary>How long after the latest failure the next try is due.</summary>
    public TimeSpan Pause => TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 << Math.Min(_failures, 10)));

    /// <summary>A process is warm.</summary>
    public void Succeeded()
    {
        _failures = 0;
        Problem = null;
    }

    /// <summary>A process could not be started or ended before it was warm.</summary>
    public void Failed(string problem)
    {
        _failures++;
        _failedAt = clock.GetTimestamp();
        Problem = problem;
    }
}
