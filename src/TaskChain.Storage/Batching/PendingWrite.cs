namespace TaskChain.Storage.Batching;

/// <summary>An item on its way, and who waits for it.</summary>
internal sealed class PendingWrite<TItem, TOutcome>(TItem item) : TaskCompletionSource<TOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public TItem Item { get; } = item;
}
