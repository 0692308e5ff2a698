namespace TaskChain.Engine.Execution;

/// <summary>
/// Something that is told directly and, somewhat later, found by polling as well. A poll that began before it was told says nothing about it: its
/// older stamp is not heeded.
/// </summary>
internal sealed class StampedFlag
{
    private readonly Lock _gate = new();
    private long _stamp;

    public bool Value { get; private set; }

    /// <summary>Sets the flag, unless something newer was told.</summary>
    public void Set(bool value, long stamp)
    {
        lock (_gate)
        {
            if (stamp < _stamp) return;
            (Value, _stamp) = (value, stamp);
        }
    }
}
