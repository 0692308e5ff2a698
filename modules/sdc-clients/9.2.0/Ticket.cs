using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A place in the line for exclusive work on a resource.</summary>
/// <param name="Uuid">The ticket's id.</param>
/// <param name="Status"><c>queued</c>, <c>active</c>, <c>finished</c> or <c>expired</c>.</param>
/// <param name="Ahead">Number of tickets that come first; 0 when it is this one's turn.</param>
public sealed record Ticket(string Uuid, string Status, int Ahead)
{
    internal static Ticket From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // CNAPI always sends the id.
        json["status"]?.GetValue<string>() ?? "queued",
        json["ahead"]?.GetValue<int>() ?? 0);
}
