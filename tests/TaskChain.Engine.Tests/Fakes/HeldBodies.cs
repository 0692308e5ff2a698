using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>Bodies that run until a test ends them, or until they are cancelled.</summary>
internal sealed class HeldBodies(EngineBox box)
{
    private readonly List<TaskCompletionSource<TaskRunResult>> _held = [];

    /// <summary>Number of runs that were held so far.</summary>
    public int Count
    {
        get
        {
            lock (_held) return _held.Count;
        }
    }

    /// <summary>Holds runs of a body.</summary>
    /// <param name="source">The body.</param>
    /// <param name="onCancel">What becomes of it when it is cancelled; null for Canceled.</param>
    public void Hold(string source, TaskRunResult? onCancel = null) => box.Sandbox.Bodies[source] = async (_, _, cancellationToken) =>
    {
        var end = new TaskCompletionSource<TaskRunResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_held) _held.Add(end);
        await using var registration = cancellationToken.Register(() => end.TrySetResult(onCancel ?? FakeSandbox.Of(TaskRunOutcome.Canceled)));
        return await end.Task;
    };

    /// <summary>Waits until so many runs were held, moving the clock.</summary>
    public async Task UntilAsync(int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (Count < count)
        {
            limit.Token.ThrowIfCancellationRequested();
            box.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    /// <summary>Ends all runs that are held.</summary>
    public void EndAll(TaskRunResult? result = null)
    {
        lock (_held)
        {
            foreach (var end in _held) end.TrySetResult(result ?? FakeSandbox.Ok());
        }
    }
}
