using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>Work under way on a compute node.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Action">What it does, for example <c>start</c>.</param>
/// <param name="Status"><c>active</c>, <c>complete</c> or <c>failure</c>.</param>
/// <param name="Progress">From 0 to 100.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record CnTask(string Id, string Action, string Status, int Progress, string? Error)
{
    internal static CnTask From(JsonNode json) => new(
        json["id"]!.GetValue<string>(), // CNAPI always sends the id.
        json["action"]?.GetValue<string>() ?? "",
        json["status"]?.GetValue<string>() ?? "active",
        json["progress"]?.GetValue<int>() ?? 0,
        json["error"]?.GetValue<string>());
}
