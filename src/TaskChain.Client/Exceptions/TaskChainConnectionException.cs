namespace TaskChain.Client.Exceptions;

/// <summary>The service could not be reached, broke off, took too long, or answered what no TaskChain service answers.</summary>
public sealed class TaskChainConnectionException : TaskChainClientException
{
    internal TaskChainConnectionException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
