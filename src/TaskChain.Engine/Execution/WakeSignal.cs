namespace TaskChain.Engine.Execution;

/// <summary>Wakes one loop: signals that come while nobody waits are kept, several count as one.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();

    public void Set()
    {
        lock (_gate) _next.TrySetResult();
    }

    /// <summary>Waits for a signal, but not longer than this. Does not throw when cancelled.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task signal;
        lock (_gate) signal = _next.Task;
        if (!signal.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signal, Task.Delay(atMost, time, over.Token));
            await over.CancelAsync();
        }

        lock (_gate)
        {
            if (_next.Task.IsCompleted) _next = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
