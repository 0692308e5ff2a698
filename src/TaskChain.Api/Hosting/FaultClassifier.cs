using TaskChain.Api.Problems;
using TaskChain.Sandbox;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>Database and processes may be away for a while; everything else is a defect.</summary>
internal sealed class FaultClassifier : IFaultClassifier
{
    /// <inheritdoc/>
    public bool IsUnavailable(Exception exception) => exception switch
    {
        StorageException storage => storage.IsTransient,
        CompilerUnavailableException => true,
        _ => exception.InnerException is { } inner && IsUnavailable(inner),
    };
}
