using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Workflows;

/// <summary>One task of a workflow.</summary>
public sealed record TaskDocument
{
    /// <summary>Its id; chosen by the service unless the poster names one.</summary>
    public string? Uuid { get; init; }

    /// <summary>Name in results and messages; the uuid when absent.</summary>
    public string? Name { get; init; }

    /// <summary>C# statements; <c>await</c> and <c>return</c> are allowed.</summary>
    public required string Body { get; init; }

    /// <summary>Limit of each attempt in seconds; none when absent.</summary>
    public double? Timeout { get; init; }

    /// <summary>Number of attempts; 0 counts as 1. Default 1.</summary>
    public int? Retry { get; init; }

    /// <summary>C# statements that run after the last failed attempt; <c>error</c> says what went wrong.</summary>
    public string? Fallback { get; init; }

    /// <summary>Modules by the script's variable, in the old form: alias to module name.</summary>
    public IReadOnlyDictionary<string, string>? Modules { get; init; }

    /// <summary>Modules by the script's variable, with the version that the body was written against.</summary>
    public IReadOnlyDictionary<string, ModuleReference>? ModulesPlus { get; init; }

    /// <summary>Further members, kept as posted.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}

/// <summary>A module that a task needs.</summary>
/// <param name="Name">Module name.</param>
/// <param name="Ver">SemVer, commit SHA or NuGet range; absent means the module's current version.</param>
public sealed record ModuleReference(string Name, string? Ver = null);
