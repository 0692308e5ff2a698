using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The API of virtual machines.</summary>
public sealed class Vmapi
{
    private readonly ApiClient _api;

    internal Vmapi(ApiClient api) => _api = api;

    /// <summary>Reads a machine as VMAPI remembers it.</summary>
    /// <exception cref="ApiException">No such machine.</exception>
    public async Task<Vm> GetVm(string vmUuid) => Vm.From(await _api.SendAsync(HttpMethod.Get, $"vms/{vmUuid}"));

    /// <summary>Asks the machine's server how the machine is, and makes VMAPI remember it.</summary>
    /// <exception cref="ApiException">No such machine.</exception>
    public async Task<Vm> RefreshVm(string vmUuid) => Vm.From(await _api.SendAsync(HttpMethod.Get, $"vms/{vmUuid}?sync=true"));

    /// <summary>Changes members of a machine's record.</summary>
    /// <param name="vmUuid">The machine.</param>
    /// <param name="changes">Members to set.</param>
    /// <exception cref="ApiException">No such machine.</exception>
    public async Task<Vm> PutVm(string vmUuid, JsonObject changes) =>
        Vm.From(await _api.SendAsync(HttpMethod.Put, $"vms/{vmUuid}", changes.ToJsonString()));
}
