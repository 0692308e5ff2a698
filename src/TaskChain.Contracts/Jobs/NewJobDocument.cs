using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Jobs;

/// <summary>A job to post. Every member that is not named here becomes one of its parameters.</summary>
public sealed record NewJobDocument
{
    /// <summary>Id of the workflow to run.</summary>
    public required Guid Workflow { get; init; }

    /// <summary>The job's id, when the poster chooses it.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>
    /// What the job works on, for example <c>/vms/5f0…</c>. While it lives, no other job with the same target and parameters is taken.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// While the job lives, no job is taken whose target matches this pattern: a regular expression, looked for anywhere in the target.
    /// </summary>
    public string? Locks { get; init; }

    /// <summary>Earliest start.</summary>
    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>The parameters.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Params { get; set; }
}
