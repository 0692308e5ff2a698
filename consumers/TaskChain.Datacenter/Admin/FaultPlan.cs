namespace TaskChain.Datacenter.Admin;

/// <summary>Faults to come.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>How many requests with a path were befallen so far.</summary>
    public int CountTaken(string path)
    {
        lock (_lock) return _taken.GetValueOrDefault(path);
    }

    /// <summary>Adds a fault.</summary>
    public void Add(Fault fault)
    {
        lock (_lock) _faults.Add(fault);
    }

    /// <summary>Drops faults to come.</summary>
    /// <param name="path">Only those for this path, or null for all, which also forgets the ones taken.</param>
    public void Clear(string? path = null)
    {
        lock (_lock)
        {
            _faults.RemoveAll(fault => path is null || fault.Path == path);
            if (path is null) _taken.Clear();
        }
    }

    /// <summary>True when a fault for that path looks at bodies.</summary>
    public bool LooksAtBodies(string path)
    {
        lock (_lock) return _faults.Exists(fault => fault.Contains is not null && path.Contains(fault.Path, StringComparison.Ordinal));
    }

    /// <summary>Takes the first fault that befalls a request, counting it; null for none.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its body, empty when no fault looks at it.</param>
    public Fault? Take(string method, string path, string body)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => Befalls(fault, method, path, body));
            if (index < 0) return null;
            var fault = _faults[index];
            if (fault.Times > 1) _faults[index] = fault with { Times = fault.Times - 1 };
            else _faults.RemoveAt(index);
            _taken[path] = _taken.GetValueOrDefault(path) + 1;
            return fault;
        }
    }

    private static bool Befalls(Fault fault, string method, string path, string body) =>
        path.Contains(fault.Path, StringComparison.Ordinal)
        && (fault.Method is null || string.Equals(fault.Method, method, StringComparison.OrdinalIgnoreCase))
        && (fault.Contains is null || body.Contains(fault.Contains, StringComparison.Ordinal));
}
