using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A virtual machine.</summary>
/// <param name="Uuid">The machine's id.</param>
/// <param name="State"><c>provisioning</c>, <c>running</c>, <c>stopped</c> or <c>destroyed</c>.</param>
/// <param name="ServerUuid">The server it lives on.</param>
/// <param name="Alias">Its name for people, or null.</param>
public sealed record Vm(string Uuid, string State, string ServerUuid, string? Alias)
{
    internal static Vm From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // VMAPI always sends the id.
        json["state"]?.GetValue<string>() ?? "unknown",
        json["server_uuid"]?.GetValue<string>() ?? "",
        json["alias"]?.GetValue<string>());
}
