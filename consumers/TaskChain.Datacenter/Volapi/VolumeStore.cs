using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Volapi;

/// <summary>Shared volumes, who uses them and who is going to.</summary>
/// <param name="time">Decides how far new volumes are.</param>
/// <param name="usualTime">How long making one takes.</param>
internal sealed class VolumeStore(TimeProvider time, TimeSpan usualTime)
{
    private readonly Dictionary<string, (JsonObject Volume, DateTimeOffset Ready)> _volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Vm, string Name), JsonObject> _reservations = [];

    /// <summary>All volumes.</summary>
    public IEnumerable<JsonObject> All => _volumes.Values.Select(entry => Look(entry.Volume, entry.Ready)).ToList();

    /// <summary>Announcements that no reference has followed yet.</summary>
    public IEnumerable<JsonObject> Reservations => _reservations.Values;

    /// <summary>A volume, or null.</summary>
    public JsonObject? Find(string uuid) => _volumes.TryGetValue(uuid, out var entry) ? Look(entry.Volume, entry.Ready) : null;

    /// <summary>Makes a volume; the owner's volume of that name when there is one.</summary>
    /// <returns>The volume, and whether it is new.</returns>
    public (JsonObject Volume, bool IsNew) Create(string name, string owner)
    {
        if (All.FirstOrDefault(volume => volume.Text("name") == name && volume.Text("owner_uuid") == owner) is { } known) return (known, false);
        var uuid = Guid.NewGuid().ToString();
        var fresh = new JsonObject
        {
            ["uuid"] = uuid,
            ["name"] = name,
            ["owner_uuid"] = owner,
            ["state"] = "creating",
            ["filesystem_path"] = $"10.0.0.7:/exports/{name}",
            ["refs"] = new JsonArray(),
        };
        _volumes[uuid] = (fresh, time.GetUtcNow() + usualTime);
        return (fresh, true);
    }

    /// <summary>Announces that a machine is going to use a volume.</summary>
    public JsonObject Reserve(string vm, string name, JsonObject reservation) => _reservations[(vm, name)] = (JsonObject)reservation.DeepClone();

    /// <summary>A machine uses a volume from now on.</summary>
    public void Add(JsonObject volume, string vm)
    {
        _reservations.Remove((vm, volume.Text("name")!)); // Every volume has its name.
        var refs = volume["refs"]!.AsArray(); // And its list.
        if (!refs.Any(known => (string?)known == vm)) refs.Add(vm);
    }

    /// <summary>A machine is there: VOLAPI hears of it and turns its announcements into references.</summary>
    public void Fulfil(string vm)
    {
        foreach (var volume in All.Where(volume => _reservations.ContainsKey((vm, volume.Text("name")!)))) Add(volume, vm); // Every volume has its name.
    }

    /// <summary>A machine uses a volume no longer.</summary>
    public static void Remove(JsonObject volume, string vm)
    {
        var refs = volume["refs"]!.AsArray(); // Every volume has its list.
        foreach (var known in refs.Where(known => (string?)known == vm).ToList()) refs.Remove(known);
    }

    /// <summary>A machine is not coming: its announcements are void.</summary>
    public void Forget(string vm)
    {
        foreach (var key in _reservations.Keys.Where(key => key.Vm == vm).ToList()) _reservations.Remove(key);
    }

    private JsonObject Look(JsonObject volume, DateTimeOffset ready)
    {
        if (ready <= time.GetUtcNow()) volume["state"] = "ready";
        return volume;
    }
}
