namespace TaskChain.Engine.Services;

/// <summary>What came of cancelling a job.</summary>
public abstract record JobCancellation
{
    private protected JobCancellation()
    {
    }

    /// <summary>
    /// It is cancelled, or will be once its body has stopped and it has tidied up (<see cref="JobView.IsCancelRequested"/>): it ends in no other way. Also
    /// when it had been cancelled before, and when it had ended by asking for a new attempt: that one is cancelled.
    /// </summary>
    /// <param name="Job">The job that was asked for.</param>
    public sealed record Canceled(JobView Job) : JobCancellation;

    /// <summary>There is no such job.</summary>
    public sealed record NotFound : JobCancellation;

    /// <summary>It has succeeded or failed.</summary>
    public sealed record Finished : JobCancellation;
}
