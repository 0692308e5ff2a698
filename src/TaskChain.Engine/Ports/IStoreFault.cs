namespace TaskChain.Engine.Ports;

/// <summary>What exceptions of stores say about themselves.</summary>
public interface IStoreFault
{
    /// <summary>True when the same call may succeed later; false when it never will. The outcome of a write that threw is unknown either way.</summary>
    bool IsTransient { get; }
}
