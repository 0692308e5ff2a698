namespace TaskChain.Client;

/// <summary>What a job may be given besides its parameters.</summary>
public sealed class SubmitJobOptions
{
    /// <summary>What the job works on, for example <c>/destroy-5f0…</c>; null for nothing in particular.</summary>
    public string? Target { get; set; }

    /// <summary>Earliest start; null for at once.</summary>
    public DateTimeOffset? ExecAfter { get; set; }

    /// <summary>The job's id; null lets the service choose. A second job of that id is refused (409), so that a poster may safely try again.</summary>
    public Guid? Uuid { get; set; }
}
