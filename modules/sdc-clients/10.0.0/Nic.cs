using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A network card.</summary>
/// <param name="Mac">Its hardware address, which names it.</param>
/// <param name="Ip">Its address, or null.</param>
/// <param name="BelongsTo">The machine it belongs to.</param>
/// <param name="NetworkUuid">The network it is on.</param>
public sealed record Nic(string Mac, string? Ip, string BelongsTo, string NetworkUuid)
{
    internal static Nic From(JsonNode json) => new(
        json["mac"]!.GetValue<string>(), // NAPI always sends the address.
        json["ip"]?.GetValue<string>(),
        json["belongs_to_uuid"]?.GetValue<string>() ?? "",
        json["network_uuid"]?.GetValue<string>() ?? "");
}
