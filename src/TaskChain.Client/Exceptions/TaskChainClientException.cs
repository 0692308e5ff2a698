namespace TaskChain.Client.Exceptions;

/// <summary>Base of everything that a call of the client fails with, cancellation aside.</summary>
public abstract class TaskChainClientException : Exception
{
    private protected TaskChainClientException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>True when the same call may succeed later.</summary>
    public abstract bool IsTransient { get; }
}
