using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The firewall API.</summary>
public sealed class Fwapi
{
    private readonly ApiClient _api;

    internal Fwapi(ApiClient api) => _api = api;

    /// <summary>Tells the firewalls what has changed about a machine.</summary>
    /// <param name="type"><c>vm.add</c>, <c>vm.update</c> or <c>vm.delete</c>.</param>
    /// <param name="vmUuid">The machine.</param>
    /// <param name="serverUuid">Its server.</param>
    /// <param name="key">Idempotency key.</param>
    /// <returns>Id of the update.</returns>
    public async Task<string> CreateUpdate(string type, string vmUuid, string serverUuid, string key)
    {
        var body = new JsonObject { ["type"] = type, ["uuid"] = vmUuid, ["server_uuid"] = serverUuid, ["idempotency_key"] = key };
        return (await _api.SendAsync(HttpMethod.Post, "updates", body))["update_uuid"]!.GetValue<string>(); // FWAPI always answers with the id.
    }
}
