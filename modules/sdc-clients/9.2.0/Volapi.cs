using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The API of shared volumes.</summary>
public sealed class Volapi
{
    private readonly ApiClient _api;

    internal Volapi(ApiClient api) => _api = api;

    /// <summary>Finds a volume by its name.</summary>
    /// <returns>Null when the owner has none of that name.</returns>
    public async Task<Volume?> FindVolume(string name, string ownerUuid) =>
        await ListAsync($"volumes?name={Uri.EscapeDataString(name)}&owner_uuid={ownerUuid}") is [var volume, ..] ? volume : null;

    /// <summary>Reads a volume.</summary>
    /// <exception cref="ApiException">No such volume.</exception>
    public async Task<Volume> GetVolume(string volumeUuid) => Volume.From(await _api.SendAsync(HttpMethod.Get, $"volumes/{volumeUuid}"));

    /// <summary>Makes a volume; it is <c>creating</c> for a while. Has the owner one of that name, it is that one.</summary>
    public async Task<Volume> CreateVolume(string name, string ownerUuid) =>
        Volume.From(await _api.SendAsync(HttpMethod.Post, "volumes", new JsonObject { ["name"] = name, ["owner_uuid"] = ownerUuid, ["type"] = "tritonnfs" }));

    /// <summary>Announces that a machine is going to use a volume. Once is enough: the same machine and volume are one reservation.</summary>
    public Task ReserveVolume(string name, string ownerUuid, string vmUuid, string job) => _api.SendAsync(
        HttpMethod.Post, "volumereservations",
        new JsonObject { ["volume_name"] = name, ["owner_uuid"] = ownerUuid, ["vm_uuid"] = vmUuid, ["job_uuid"] = job });

    /// <summary>Lists the volumes that a machine uses.</summary>
    public Task<IReadOnlyList<Volume>> ListVolumesOf(string vmUuid) => ListAsync($"volumes?refs={vmUuid}");

    /// <summary>Records that a machine uses a volume; its reservation has served then.</summary>
    /// <exception cref="ApiException">No such volume.</exception>
    public Task AddReference(string volumeUuid, string vmUuid) =>
        _api.SendAsync(HttpMethod.Post, $"volumes/{volumeUuid}/addreference", new JsonObject { ["vm_uuid"] = vmUuid });

    /// <summary>Records that a machine uses a volume no longer.</summary>
    /// <exception cref="ApiException">No such volume.</exception>
    public Task RemoveReference(string volumeUuid, string vmUuid) =>
        _api.SendAsync(HttpMethod.Post, $"volumes/{volumeUuid}/removereference", new JsonObject { ["vm_uuid"] = vmUuid });

    private async Task<IReadOnlyList<Volume>> ListAsync(string path) =>
        [.. (await _api.SendAsync(HttpMethod.Get, path)).AsArray().OfType<JsonNode>().Select(Volume.From)];
}
