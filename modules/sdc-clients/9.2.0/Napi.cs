using System.Net;
using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The network API.</summary>
public sealed class Napi
{
    private readonly ApiClient _api;

    internal Napi(ApiClient api) => _api = api;

    /// <summary>Lists the network cards of a machine.</summary>
    public Task<IReadOnlyList<Nic>> ListNics(string belongsToUuid) => ListAsync($"nics?belongs_to_uuid={belongsToUuid}");

    /// <summary>Lists the network cards on a network.</summary>
    public Task<IReadOnlyList<Nic>> ListNicsOn(string networkUuid) => ListAsync($"nics?network_uuid={networkUuid}");

    /// <summary>Deletes a network card. One that is gone already counts as deleted.</summary>
    /// <returns>False when it was gone.</returns>
    public async Task<bool> DeleteNic(string mac)
    {
        try
        {
            await _api.SendAsync(HttpMethod.Delete, $"nics/{mac.Replace(":", "", StringComparison.Ordinal)}");
            return true;
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Deletes all network cards of a machine. Cards that are gone already count as deleted.</summary>
    /// <param name="belongsToUuid">The machine.</param>
    /// <param name="cancellationToken">Cancels between two cards.</param>
    /// <returns>Number of cards that were there.</returns>
    public async Task<int> RemoveNicsAsync(string belongsToUuid, CancellationToken cancellationToken = default)
    {
        var nics = await ListNics(belongsToUuid);
        foreach (var nic in nics)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await DeleteNic(nic.Mac);
        }

        return nics.Count;
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="ApiException">No such network.</exception>
    public async Task<Network> GetNetwork(string networkUuid) => Network.From(await _api.SendAsync(HttpMethod.Get, $"networks/{networkUuid}"));

    /// <summary>Reads an address.</summary>
    /// <returns>True when it is reserved.</returns>
    /// <exception cref="ApiException">No such network.</exception>
    public async Task<bool> IsReserved(string networkUuid, string ip) =>
        (await _api.SendAsync(HttpMethod.Get, $"networks/{networkUuid}/ips/{ip}"))["reserved"]?.GetValue<bool>() ?? false;

    /// <summary>Reserves an address, so that nobody is given it, or lifts that.</summary>
    /// <exception cref="ApiException">No such network.</exception>
    public Task SetReserved(string networkUuid, string ip, bool reserved) =>
        _api.SendAsync(HttpMethod.Put, $"networks/{networkUuid}/ips/{ip}", new JsonObject { ["reserved"] = reserved });

    private async Task<IReadOnlyList<Nic>> ListAsync(string path) =>
        [.. (await _api.SendAsync(HttpMethod.Get, path)).AsArray().OfType<JsonNode>().Select(Nic.From)];
}
