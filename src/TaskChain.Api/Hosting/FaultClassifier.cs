using TaskChain.Api.Problems;
using TaskChain.Sandbox;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>Database and processes may be away for a while; everything else is a defect.</summary>
internal sealed class FaultClassifier : IFaultClassifier
{
    /// <inheritdoc/>
    public FaultKind Classify(Exception exception) => exception switch
    {
        StorageException { IsTransient: true } => FaultKind.DatabaseAway,
        CompilerUnavailableException => FaultKind.ProcessesAway,
        _ => exception.InnerException is { } inner ? Classify(inner) : FaultKind.Defect,
    };
}
