using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Services;

/// <summary>What came of posting several jobs with one request.</summary>
public abstract record BatchSubmission
{
    private protected BatchSubmission()
    {
    }

    /// <summary>Each job has its answer. When all or none were asked for, all of them are <see cref="JobSubmission.Accepted"/>.</summary>
    /// <param name="Jobs">In the order of the request.</param>
    public sealed record Answers(IReadOnlyList<JobSubmission> Jobs) : BatchSubmission;

    /// <summary>The request as a whole is refused; nothing was stored.</summary>
    /// <param name="Problems">All of them, at least one; pointers begin with the job's position: <c>/3/target</c>.</param>
    public sealed record Refused(IReadOnlyList<ProblemItem> Problems) : BatchSubmission;
}
