namespace TaskChain.Sandbox.Workers;

/// <summary>The module sets used last: new workers load them before they are offered. Guarded by the pool's lock.</summary>
internal sealed class HotModules
{
    private const int Kept = 8;

    private readonly List<ModuleSet> _sets = [];

    /// <summary>A run uses a set.</summary>
    public void Saw(ModuleSet set)
    {
        // Mostly one of the latest: sets are shared between runs.
        var count = _sets.Count;
        if (set.Modules.Count == 0 || (count > 0 && ReferenceEquals(_sets[count - 1], set))) return;
        var known = _sets.FindIndex(other => string.Equals(other.Key, set.Key, StringComparison.Ordinal));
        if (known >= 0) _sets.RemoveAt(known);
        else if (count == Kept) _sets.RemoveAt(0);
        _sets.Add(set);
    }

    /// <summary>The sets, the one used last at the end.</summary>
    public ModuleSet[] Latest() => [.. _sets];
}
