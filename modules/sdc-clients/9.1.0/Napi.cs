using System.Net;

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
            try
            {
                await DeleteNic(nic.Mac);
            }
            catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // Somebody else was faster; what counts is that the card is gone.
            }
        }

        return nics.Count;
    }
}
