using Newtonsoft.Json.Linq;

namespace Sdc;

/// <summary>A compute node.</summary>
/// <param name="Uuid">The server's id.</param>
/// <param name="Status"><c>running</c>, <c>rebooting</c> or <c>unknown</c>.</param>
/// <param name="RunningTasks">Number of tasks that its agent has not finished.</param>
public sealed record Server(string Uuid, string Status, int RunningTasks)
{
    internal static Server From(JToken json) => new(
        json.Value<string>("uuid")!, // CNAPI always sends the id.
        json.Value<string>("status") ?? "unknown",
        json.Value<int?>("running_tasks") ?? 0);
}
