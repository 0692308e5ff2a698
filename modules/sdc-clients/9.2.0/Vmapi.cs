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

    /// <summary>Lists the machines with an alias.</summary>
    public async Task<IReadOnlyList<Vm>> ListVms(string alias) =>
        [.. (await _api.SendAsync(HttpMethod.Get, $"vms?alias={Uri.EscapeDataString(alias)}")).AsArray().OfType<JsonNode>().Select(Vm.From)];

    /// <summary>Changes members of a machine's record.</summary>
    /// <param name="vmUuid">The machine.</param>
    /// <param name="changes">Members to set.</param>
    /// <exception cref="ApiException">No such machine.</exception>
    public async Task<Vm> PutVm(string vmUuid, JsonObject changes) => Vm.From(await _api.SendAsync(HttpMethod.Put, $"vms/{vmUuid}", changes));

    /// <summary>Starts a machine.</summary>
    /// <param name="vmUuid">The machine.</param>
    /// <param name="key">Idempotency key.</param>
    /// <returns>Id of the job that starts it.</returns>
    /// <exception cref="ApiException">No such machine.</exception>
    public Task<string> StartVm(string vmUuid, string key) => ActAsync(vmUuid, "start", key);

    /// <summary>Stops a machine.</summary>
    /// <param name="vmUuid">The machine.</param>
    /// <param name="key">Idempotency key.</param>
    /// <returns>Id of the job that stops it.</returns>
    /// <exception cref="ApiException">No such machine.</exception>
    public Task<string> StopVm(string vmUuid, string key) => ActAsync(vmUuid, "stop", key);

    private async Task<string> ActAsync(string vmUuid, string action, string key)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, $"vms/{vmUuid}?action={action}", new JsonObject { ["idempotency_key"] = key });
        return answer["job_uuid"]!.GetValue<string>(); // VMAPI always answers with the job's id.
    }
}
