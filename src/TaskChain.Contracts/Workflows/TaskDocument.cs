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

    /// <summary>Modules by the script's variable, in the old form: alias to module name. A reference without a version is written as its name.</summary>
    [JsonConverter(typeof(ModulesConverter))]
    public IReadOnlyDictionary<string, ModuleReference>? Modules { get; init; }

    /// <summary>Modules by the script's variable, with the version that the body was written against.</summary>
    public IReadOnlyDictionary<string, ModuleReference>? ModulesPlus { get; init; }

    /// <summary><c>refuse</c> (default), or <c>throw</c>: an unguarded use of a member that the given version lacks throws when it is reached.</summary>
    public string? MissingMembers { get; init; }

    /// <summary><c>table</c> (default), or <c>proof</c>: a version behind a break may be given when the body is proven to be untouched by it.</summary>
    public string? Compat { get; init; }

    /// <summary>Further members, kept as posted.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }

    /// <summary>
    /// The task with one more module, named in both forms (RFD 19): <c>modules</c> for services that know no versions, <c>modules_plus</c> with the
    /// version that the body was written against.
    /// </summary>
    /// <param name="alias">The script's variable.</param>
    /// <param name="module">Module name.</param>
    /// <param name="ver">SemVer, commit SHA or NuGet range; null names the module in the old form only.</param>
    public TaskDocument Using(string alias, string module, string? ver = null) => this with
    {
        Modules = With(Modules, alias, new ModuleReference(module)),
        ModulesPlus = ver is null ? ModulesPlus : With(ModulesPlus, alias, new ModuleReference(module, ver)),
    };

    private static Dictionary<string, ModuleReference> With(IReadOnlyDictionary<string, ModuleReference>? modules, string alias, ModuleReference module) =>
        new(modules ?? new Dictionary<string, ModuleReference>(), StringComparer.Ordinal) { [alias] = module };
}
