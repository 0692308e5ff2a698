using TaskChain.Contracts.Problems;

namespace TaskChain.Contracts.Jobs;

/// <summary>What came of one job of several that were posted together.</summary>
/// <param name="Status">What the job alone would have been answered with: 201, or a problem's status.</param>
public sealed record BatchEntryDocument(int Status)
{
    /// <summary>The job, when it was stored.</summary>
    public JobDocument? Job { get; init; }

    /// <summary>True when it had been stored by an earlier request with the same key.</summary>
    public bool Replayed { get; init; }

    /// <summary>Why it was not stored.</summary>
    public Problem? Problem { get; init; }
}
