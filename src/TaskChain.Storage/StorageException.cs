using TaskChain.Engine.Ports;

namespace TaskChain.Storage;

/// <summary>The store cannot do its work. What went wrong and what to do stands in the message.</summary>
public sealed class StorageException : Exception, IStoreFault
{
    /// <summary>Creates one.</summary>
    /// <param name="code">Stable code, see <see cref="StorageErrorCodes"/>.</param>
    /// <param name="message">What failed, and what is allowed or next.</param>
    /// <param name="isTransient">True when the same call may succeed later.</param>
    /// <param name="inner">The cause.</param>
    public StorageException(string code, string message, bool isTransient, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        IsTransient = isTransient;
    }

    /// <summary>Stable code, see <see cref="StorageErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>True when the same call may succeed later. The outcome of a write that threw is unknown.</summary>
    public bool IsTransient { get; }
}
