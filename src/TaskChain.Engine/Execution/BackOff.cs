namespace TaskChain.Engine.Execution;

/// <summary>Growing pauses between tries.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next;

    /// <summary>Pauses, twice as long as the time before.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task PauseAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = _next == TimeSpan.Zero ? First : _next;
        _next = pause * 2 < Longest ? pause * 2 : Longest;
        return Task.Delay(pause, time, cancellationToken);
    }
}
