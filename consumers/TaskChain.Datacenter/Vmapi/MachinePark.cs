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
