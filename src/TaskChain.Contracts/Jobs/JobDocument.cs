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

    /// <summary>The workflow's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>waiting</c>, <c>succeeded</c>, <c>failed</c>, <c>canceled</c> or <c>retried</c>.</summary>
    public required string Execution { get; init; }

    /// <summary>Its parameters, as posted or as a task changed them.</summary>
    public RawJson Params { get; init; }

    /// <summary>What it works on.</summary>
    public string? Target { get; init; }

    /// <summary>Earliest start.</summary>
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

    /// <summary>One per task that ended or is under way, in order.</summary>
    public IReadOnlyList<TaskResultDocument> ChainResults { get; init; } = [];

    /// <summary>The same for the error chain.</summary>
    public IReadOnlyList<TaskResultDocument>? OnerrorResults { get; init; }

    /// <summary>The same for the cancel chain.</summary>
    public IReadOnlyList<TaskResultDocument>? OncancelResults { get; init; }

    /// <summary>Why the job failed.</summary>
    public ErrorDocument? Error { get; init; }

    /// <summary>Properties that tasks set.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }

    /// <summary>True when the job has ended for good.</summary>
    [JsonIgnore]
    public bool IsFinal => Execution is "succeeded" or "failed" or "canceled" or "retried";
}
