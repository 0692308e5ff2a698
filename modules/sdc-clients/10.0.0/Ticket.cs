using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A place in the line for exclusive work on a resource of a server.</summary>
/// <param name="Uuid">The ticket's id.</param>
/// <param name="Status"><c>queued</c>, <c>active</c>, <c>finished</c> or <c>expired</c>.</param>
public sealed record Ticket(string Uuid, string Status)
{
    internal static Ticket From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // CNAPI always sends the id.
        json["status"]?.GetValue<string>() ?? "queued");
}
