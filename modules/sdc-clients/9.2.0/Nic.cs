using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A network card.</summary>
/// <param name="Mac">Its hardware address, which names it.</param>
/// <param name="Ip">Its address, or null.</param>
/// <param name="BelongsTo">The machine it belongs to.</param>
/// <param name="NetworkUuid">The network it is on.</param>
/// <param name="IsFabric">True when the network is a fabric: one that only its owner's machines are on.</param>
/// <param name="IsGateway">True when it is the gateway's.</param>
public sealed record Nic(string Mac, string? Ip, string BelongsTo, string NetworkUuid, bool IsFabric, bool IsGateway)
{
    internal static Nic From(JsonNode json) => new(
        json["mac"]!.GetValue<string>(), // NAPI always sends the address.
        json["ip"]?.GetValue<string>(),
        json["belongs_to_uuid"]?.GetValue<string>() ?? "",
        json["network_uuid"]?.GetValue<string>() ?? "",
        json["fabric"]?.GetValue<bool>() ?? false,
        json["is_gateway"]?.GetValue<bool>() ?? false);
}
