using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>An image that machines are made from.</summary>
/// <param name="Uuid">The image's id.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="State"><c>creating</c>, <c>unactivated</c>, <c>active</c> or <c>failed</c>.</param>
/// <param name="Origin">The image it is a change of, or null.</param>
/// <param name="ImportedBy">The job that imported it, or null.</param>
public sealed record Image(string Uuid, string? Name, string State, string? Origin, string? ImportedBy)
{
    internal static Image From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // IMGAPI always sends the id.
        json["name"]?.GetValue<string>(),
        json["state"]?.GetValue<string>() ?? "unknown",
        json["origin"]?.GetValue<string>(),
        json["imported_by"]?.GetValue<string>());
}
