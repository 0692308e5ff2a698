namespace TaskChain.Client;

/// <summary>What a job may be given besides its parameters.</summary>
public sealed class SubmitJobOptions
{
    /// <summary>
    /// What the job works on, for example <c>/destroy-5f0…</c>; null for nothing in particular. While the job lives, the same job for the same target is
    /// refused (409).
    /// </summary>
    public string? Target { get; set; }

    /// <summary>Earliest start; null for at once.</summary>
    public DateTimeOffset? ExecAfter { get; set; }

    /// <summary>While the job lives, jobs are refused (409) whose target matches this regular expression; null for none.</summary>
    public string? Locks { get; set; }

    /// <summary>
    /// The key under which the post may be repeated, also by another process, without posting the job twice; null makes one for this post alone, so that its
    /// own repetitions are safe. Not together with <see cref="Uuid"/>.
    /// </summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>The job's id; null lets the service choose. A second job of that id is refused (409). Such a post is not repeated.</summary>
    public Guid? Uuid { get; set; }
}
