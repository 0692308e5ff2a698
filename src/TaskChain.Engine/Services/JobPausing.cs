namespace TaskChain.Engine.Services;

/// <summary>What came of pausing a job.</summary>
public abstract record JobPausing
{
    private protected JobPausing()
    {
    }

    /// <summary>Nothing more of it is started; a running body ends.</summary>
    /// <param name="Job">The job.</param>
    public sealed record Paused(JobView Job) : JobPausing;

    /// <summary>There is no such job.</summary>
    public sealed record NotFound : JobPausing;

    /// <summary>It has ended.</summary>
    public sealed record Finished : JobPausing;
}
