using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Modules;

/// <summary>A module's history and compat table, as in <c>compat/&lt;module&gt;.json</c>.</summary>
/// <param name="Module">Module name.</param>
/// <param name="History">Oldest first.</param>
public sealed record CompatTableDocument(string Module, IReadOnlyList<CompatEntryDocument> History);

/// <summary>One version of a history.</summary>
/// <param name="Ver">SemVer or SHA.</param>
/// <param name="BreaksBc">True when it breaks compatibility with the entry before it.</param>
public sealed record CompatEntryDocument(string Ver, bool BreaksBc)
{
    /// <summary>Why it breaks; shown in refusals.</summary>
    public string? Reason { get; init; }

    /// <summary>A remark.</summary>
    public string? Note { get; init; }

    /// <summary>Further members.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
