using Newtonsoft.Json.Linq;

namespace Sdc;

/// <summary>Work under way on a compute node.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Status"><c>active</c>, <c>complete</c> or <c>failure</c>.</param>
/// <param name="Progress">From 0 to 100.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record CnTask(string Id, string Status, int Progress, string? Error)
{
    internal static CnTask From(JToken json) => new(
        json.Value<string>("id")!, // CNAPI always sends the id.
        json.Value<string>("status") ?? "active",
        json.Value<int?>("progress") ?? 0,
        json.Value<string>("error"));
}
