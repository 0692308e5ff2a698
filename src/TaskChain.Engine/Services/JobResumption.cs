namespace TaskChain.Engine.Services;

/// <summary>What came of resuming a waiting job.</summary>
public abstract record JobResumption
{
    private protected JobResumption()
    {
    }

    /// <summary>It goes on.</summary>
    /// <param name="Job">The job after it was put back on the board.</param>
    public sealed record Resumed(JobView Job) : JobResumption;

    /// <summary>There is no such job.</summary>
    public sealed record NotFound : JobResumption;

    /// <summary>The job is not waiting.</summary>
    public sealed record NotWaiting : JobResumption;
}
