using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Jobs;

/// <summary>A job as the service answers it. Properties that tasks set stand beside these members.</summary>
public sealed record JobDocument
{
    /// <summary>Its id.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The workflow's id.</summary>
    public Guid WorkflowUuid { get; init; }

    /// <summary>The same, as it was posted.</summary>
    public Guid? Workflow { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>waiting</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c> or <c>retried</c>.</summary>
    public required string Execution { get; init; }

    /// <summary>Its parameters, as posted or as a task changed them.</summary>
    public RawJson Params { get; init; }

    /// <summary>What it works on.</summary>
    public string? Target { get; init; }

    /// <summary>Pattern of targets that are locked while it lives.</summary>
    public string? Locks { get; init; }

    /// <summary>The consumer that posted it.</summary>
    public string? Consumer { get; init; }

    /// <summary>Earliest start; when none was posted, the same as <c>created_at</c>.</summary>
    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>When it was posted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Number of attempts of the whole job before this one.</summary>
    public int NumAttempts { get; init; }

    /// <summary>The job that this one is a new attempt of.</summary>
    public Guid? PrevAttempt { get; init; }

    /// <summary>The new attempt that follows this job.</summary>
    public Guid? NextAttempt { get; init; }

    /// <summary>Limit of the whole chain in seconds; 0 means none.</summary>
    public double Timeout { get; init; }

    /// <summary>How many attempts of the whole job there may be, the first one counted.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Milliseconds before the second attempt of the whole job; absent when the workflow does not say.</summary>
    public double? InitialDelay { get; init; }

    /// <summary>Most milliseconds between two attempts of the whole job; absent when the workflow does not say.</summary>
    public double? MaxDelay { get; init; }

    /// <summary>True when nothing of it is started because it or its workflow is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>True when it is to be cancelled and is still winding down.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>When its first task started, in milliseconds since 1970.</summary>
    public long? Started { get; init; }

    /// <summary>Seconds that it has run so far.</summary>
    public double Elapsed { get; init; }

    /// <summary>The runner that has it.</summary>
    public Guid? RunnerId { get; init; }

    /// <summary>The task that is under way.</summary>
    public string? CurrentTask { get; init; }

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>The tasks as posted; absent in lists.</summary>
    public RawJson? Chain { get; init; }

    /// <summary>The tasks that run after a failure, as posted; absent in lists.</summary>
    public RawJson? Onerror { get; init; }

    /// <summary>The tasks that run after a cancel, as posted; absent in lists.</summary>
    public RawJson? Oncancel { get; init; }

    /// <summary>MD5 of the cancel chain as its workflow shows it.</summary>
    public string? OncancelMd5 { get; init; }

    /// <summary>One per task that ended or is under way, in order.</summary>
    public IReadOnlyList<TaskResultDocument> ChainResults { get; init; } = [];

    /// <summary>The same for the error chain.</summary>
    public IReadOnlyList<TaskResultDocument>? OnerrorResults { get; init; }

    /// <summary>The same for the cancel chain.</summary>
    public IReadOnlyList<TaskResultDocument>? OncancelResults { get; init; }

    /// <summary>Why the job failed.</summary>
    public ErrorDocument? Error { get; init; }

    /// <summary>Its properties: unknown members of its workflow, configured parameters, what tasks set.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }

    /// <summary>True when the job has ended for good.</summary>
    [JsonIgnore]
    public bool IsFinal => Execution is "succeeded" or "failed" or "canceled" or "retried";
}
