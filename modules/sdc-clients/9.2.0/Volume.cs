using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A shared volume.</summary>
/// <param name="Uuid">The volume's id.</param>
/// <param name="Name">Its owner's name for it.</param>
/// <param name="State"><c>creating</c> or <c>ready</c>.</param>
/// <param name="FilesystemPath">What machines mount.</param>
public sealed record Volume(string Uuid, string Name, string State, string FilesystemPath)
{
    internal static Volume From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // VOLAPI always sends the id.
        json["name"]?.GetValue<string>() ?? "",
        json["state"]?.GetValue<string>() ?? "creating",
        json["filesystem_path"]?.GetValue<string>() ?? "");
}
