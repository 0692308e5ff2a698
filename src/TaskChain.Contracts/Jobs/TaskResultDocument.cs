using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Jobs;

/// <summary>One task's entry in a job's results.</summary>
public sealed record TaskResultDocument
{
    /// <summary>Task name; absent when the workflow's timeout passed while no task was under way.</summary>
    public string? Name { get; init; }

    /// <summary>The task's place in the workflow, for example <c>chain/0</c>.</summary>
    public string? Node { get; init; }

    /// <summary><c>running</c>, <c>waiting</c>, <c>succeeded</c> or <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What the body returned; an empty text while there is nothing.</summary>
    public RawJson Result { get; init; }

    /// <summary>An empty text, an <see cref="ErrorDocument"/>, or one of the words <c>queue</c>, <c>wait</c>, <c>retry</c> and <c>cancel</c>.</summary>
    public RawJson Error { get; init; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Number of attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>True when its fallback ran.</summary>
    public bool Fallback { get; init; }

    /// <summary>True when a run of it was cut off and repeated.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The module versions it was given, by the script's variable.</summary>
    public IReadOnlyDictionary<string, GivenModuleDocument>? Modules { get; init; }

    /// <summary>Further members, kept when a newer service sends them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A module version that a task was given.</summary>
/// <param name="Name">Module name.</param>
/// <param name="Ver">The version given.</param>
/// <param name="Requested">The version asked for, where one was.</param>
public sealed record GivenModuleDocument(string Name, string Ver, string? Requested = null);
