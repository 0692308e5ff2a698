using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>A network.</summary>
/// <param name="Uuid">The network's id.</param>
/// <param name="Gateway">Address of its gateway, or null.</param>
/// <param name="GatewayProvisioned">True when a NAT zone serves as its gateway.</param>
public sealed record Network(string Uuid, string? Gateway, bool GatewayProvisioned)
{
    internal static Network From(JsonNode json) => new(
        json["uuid"]!.GetValue<string>(), // NAPI always sends the id.
        json["gateway"]?.GetValue<string>(),
        json["gateway_provisioned"]?.GetValue<bool>() ?? false);
}
