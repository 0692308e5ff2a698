namespace TaskChain.Datacenter.Admin;

/// <summary>Faults to come.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];

    /// <summary>Adds a fault.</summary>
    public void Add(Fault fault)
    {
        lock (_lock) _faults.Add(fault);
    }

    /// <summary>Drops all faults to come.</summary>
    public void Clear()
    {
        lock (_lock) _faults.Clear();
    }

    /// <summary>Takes the first fault that befalls a request, counting it; null for none.</summary>
    public Fault? Take(string method, string path)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => Befalls(fault, method, path));
            if (index < 0) return null;
            var fault = _faults[index];
            if (fault.Times > 1) _faults[index] = fault with { Times = fault.Times - 1 };
            else _faults.RemoveAt(index);
            return fault;
        }
    }

    private static bool Befalls(Fault fault, string method, string path) =>
        path.Contains(fault.Path, StringComparison.Ordinal)
        && (fault.Method is null || string.Equals(fault.Method, method, StringComparison.OrdinalIgnoreCase));
}
