using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Vmapi;

/// <summary>The virtual machines.</summary>
internal sealed class MachinePark
{
    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);

    /// <summary>All machines, in the order they were made.</summary>
    public IEnumerable<Machine> All => _machines.Values;

    /// <summary>A machine, or null.</summary>
    public Machine? Find(string uuid) => _machines.GetValueOrDefault(uuid);

    /// <summary>Adds a machine.</summary>
    public void Add(string uuid, Machine machine) => _machines[uuid] = machine;

    /// <summary>Forgets a machine. Returns false when there is none.</summary>
    public bool Remove(string uuid) => _machines.Remove(uuid);
}

/// <summary>A machine: what VMAPI remembers of it, and how it really is on its server.</summary>
/// <param name="record">What VMAPI remembers.</param>
internal sealed class Machine(JsonObject record)
{
    /// <summary>What VMAPI remembers.</summary>
    public JsonObject Record { get; } = record;

    /// <summary>How it really is; VMAPI learns of it when it asks the server.</summary>
    public string ActualState { get; set; } = (string)record["state"]!; // The endpoint that makes machines sets it.

    /// <summary>Makes VMAPI remember how it really is.</summary>
    public void Sync() => Record["state"] = ActualState;
}
