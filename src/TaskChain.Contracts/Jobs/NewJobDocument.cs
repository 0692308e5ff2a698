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

    /// <summary>What the job works on, for example <c>/vms/5f0…</c>.</summary>
    public string? Target { get; init; }

    /// <summary>Earliest start.</summary>
    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>The parameters.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Params { get; set; }
}
