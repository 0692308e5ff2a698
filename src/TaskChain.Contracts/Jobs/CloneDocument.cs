namespace TaskChain.Contracts.Jobs;

/// <summary>In what a clone differs from the job that it is made of.</summary>
public sealed record CloneDocument
{
    /// <summary>Merged into the other job's parameters; null removes one.</summary>
    public RawJson? Params { get; init; }

    /// <summary>Replaces what the job works on.</summary>
    public string? Target { get; init; }

    /// <summary>Replaces the pattern of locked targets.</summary>
    public string? Locks { get; init; }

    /// <summary>Earliest start; the other job's is not taken over.</summary>
    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>The new job's id, when the poster chooses it.</summary>
    public Guid? Uuid { get; init; }
}
