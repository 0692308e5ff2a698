using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A compute node.</summary>
/// <param name="Uuid">The server's id.</param>
/// <param name="Status"><c>running</c>, <c>rebooting</c> or <c>unknown</c>.</param>
/// <param name="RunningTasks">Number of tasks that its agent has not finished.</param>
public sealed record Server(string Uuid, string Status, int RunningTasks)
{
    internal static Server From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // CNAPI always sends the id.
        json["status"]?.GetValue<string>() ?? "unknown",
        json["running_tasks"]?.GetValue<int>() ?? 0);
}
