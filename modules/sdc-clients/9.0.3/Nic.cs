using Newtonsoft.Json.Linq;

namespace Sdc;

/// <summary>A network card.</summary>
/// <param name="Mac">Its hardware address, which names it.</param>
/// <param name="Ip">Its address, or null.</param>
/// <param name="BelongsTo">The machine it belongs to.</param>
/// <param name="NetworkUuid">The network it is on.</param>
public sealed record Nic(string Mac, string? Ip, string BelongsTo, string NetworkUuid)
{
    internal static Nic From(JToken json) => new(
        json.Value<string>("mac")!, // NAPI always sends the address.
        json.Value<string>("ip"),
        json.Value<string>("belongs_to_uuid") ?? "",
        json.Value<string>("network_uuid") ?? "");
}
