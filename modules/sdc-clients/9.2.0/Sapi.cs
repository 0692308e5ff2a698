using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The services API.</summary>
public sealed class Sapi
{
    private readonly ApiClient _api;

    internal Sapi(ApiClient api) => _api = api;

    /// <summary>Makes an instance of a service: a machine of its own. It takes a while until it runs.</summary>
    /// <param name="service">The service, for example <c>nat</c>.</param>
    /// <param name="alias">The machine's name for people; there is at most one machine of that name.</param>
    /// <param name="networkUuid">The network that it serves.</param>
    /// <returns>Id of the machine.</returns>
    /// <exception cref="ApiException">No such service or network.</exception>
    public async Task<string> CreateInstance(string service, string alias, string networkUuid)
    {
        var body = new JsonObject { ["service"] = service, ["alias"] = alias, ["network_uuid"] = networkUuid };
        return (await _api.SendAsync(HttpMethod.Post, "instances", body))["uuid"]!.GetValue<string>(); // SAPI always answers with the id.
    }

    /// <summary>Destroys an instance.</summary>
    /// <exception cref="ApiException">No such instance.</exception>
    public Task DeleteInstance(string vmUuid) => _api.SendAsync(HttpMethod.Delete, $"instances/{vmUuid}");
}
