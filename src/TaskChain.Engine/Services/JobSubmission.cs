using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Services;

/// <summary>What came of posting a job.</summary>
public abstract record JobSubmission
{
    private protected JobSubmission()
    {
    }

    /// <summary>Stored durably; it may be running already.</summary>
    /// <param name="Job">The job as posted.</param>
    public sealed record Accepted(JobView Job) : JobSubmission
    {
        /// <summary>True when the same request had been answered before under its idempotency key: this is that answer again.</summary>
        public bool Replayed { get; init; }
    }

    /// <summary>There is no such workflow.</summary>
    /// <param name="Workflow">What was asked for, as written.</param>
    public sealed record WorkflowNotFound(string Workflow) : JobSubmission;

    /// <summary>The workflow was accepted once but does not fit the modules of today (R18, for an answer with status 409).</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<ProblemItem> Problems) : JobSubmission;

    /// <summary>The request itself is wrong.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Invalid(IReadOnlyList<ProblemItem> Problems) : JobSubmission;

    /// <summary>A job with that id exists.</summary>
    /// <param name="Id">The id.</param>
    public sealed record IdTaken(Guid Id) : JobSubmission;

    /// <summary>The job would stand in another one's way, for an answer with status 409 and node-workflow's words.</summary>
    /// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
    /// <param name="Message">Which way.</param>
    public sealed record Conflict(string Code, string Message) : JobSubmission;

    /// <summary>The idempotency key belongs to another request (<see cref="ProblemCodes.IdempotencyKeyReused"/>); nothing was stored.</summary>
    public sealed record KeyReused : JobSubmission;

    /// <summary>There is no job to clone under that id.</summary>
    /// <param name="Id">The id.</param>
    public sealed record SourceNotFound(Guid Id) : JobSubmission;
}
