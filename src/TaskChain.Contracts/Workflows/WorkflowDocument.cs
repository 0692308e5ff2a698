using System.Text.Json;
using System.Text.Json.Serialization;
using TaskChain.Contracts.Problems;

namespace TaskChain.Contracts.Workflows;

/// <summary>A workflow: posted as it is answered, but for the members that the service adds.</summary>
public sealed record WorkflowDocument
{
    /// <summary>The workflow's id; chosen by the service unless the poster names one.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Unique name, by custom <c>&lt;action&gt;-&lt;release&gt;</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The tasks, run in order.</summary>
    public required IReadOnlyList<TaskDocument> Chain { get; init; }

    /// <summary>Tasks that run when the chain has failed; the job ends failed nevertheless.</summary>
    public IReadOnlyList<TaskDocument>? Onerror { get; init; }

    /// <summary>Tasks that run when the job is cancelled.</summary>
    public IReadOnlyList<TaskDocument>? Oncancel { get; init; }

    /// <summary>Limit of the whole chain in seconds. Default 3600; 0 means none.</summary>
    public double? Timeout { get; init; }

    /// <summary>Most attempts of the whole job, for <c>job.Retry()</c>. Default 10.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>True when nothing of any job of the workflow's name is started. Answered only, of one workflow.</summary>
    public bool? Paused { get; init; }

    /// <summary>What the author should know, for example that a module is deprecated. Answered only.</summary>
    public IReadOnlyList<ProblemItem>? Warnings { get; init; }

    /// <summary>What the check at submit found: per task and module the version given and the verdict. Answered only.</summary>
    public RawJson? Check { get; init; }

    /// <summary>Further members, kept as posted.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
