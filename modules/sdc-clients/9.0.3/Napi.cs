namespace Sdc;

/// <summary>The network API.</summary>
public sealed class Napi
{
    private readonly ApiClient _api;

    internal Napi(ApiClient api) => _api = api;

    /// <summary>Lists the network cards of a machine.</summary>
    public async Task<IReadOnlyList<Nic>> ListNics(string belongsToUuid) =>
        [.. (await _api.SendAsync(HttpMethod.Get, $"nics?belongs_to_uuid={belongsToUuid}")).Select(Nic.From)];

    /// <summary>Deletes a network card.</summary>
    /// <exception cref="ApiException">No such card.</exception>
    public Task DeleteNic(string mac) => _api.SendAsync(HttpMethod.Delete, $"nics/{mac.Replace(":", "", StringComparison.Ordinal)}");
}
