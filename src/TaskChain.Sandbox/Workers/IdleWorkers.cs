namespace TaskChain.Sandbox.Workers;

/// <summary>The warm workers that run nothing. Not thread-safe: guarded by the pool's lock.</summary>
internal sealed class IdleWorkers
{
    // Few: a search through the list is cheaper than any index of it. The latest to become idle stand last and are taken first: their caches are warm.
    private readonly List<WorkerProcess> _workers = [];

    /// <summary>How many there are.</summary>
    public int Count => _workers.Count;

    /// <summary>Those that have run nothing yet.</summary>
    public int Fresh => _workers.Count(static worker => worker.TrustDomain is null);

    /// <summary>Adds a worker.</summary>
    public void Add(WorkerProcess worker) => _workers.Add(worker);

    /// <summary>Removes a worker.</summary>
    /// <returns>False when it is not idle.</returns>
    public bool Remove(WorkerProcess worker) => _workers.Remove(worker);

    /// <summary>Takes a worker of a trust domain, preferably one that knows the body.</summary>
    public WorkerProcess? Take(string domain, string scriptHash)
    {
        var found = -1;
        for (var i = _workers.Count - 1; i >= 0; i--)
        {
            if (!string.Equals(_workers[i].TrustDomain, domain, StringComparison.Ordinal)) continue;
            if (found < 0) found = i;
            if (!_workers[i].Knows(scriptHash)) continue;
            found = i;
            break;
        }

        return TakeAt(found);
    }

    /// <summary>Takes a worker that has run nothing yet.</summary>
    public WorkerProcess? TakeFresh() => TakeAt(_workers.FindLastIndex(static worker => worker.TrustDomain is null));

    /// <summary>Takes the one that has idled longest among those that have run something and match.</summary>
    public WorkerProcess? TakeOldest(Predicate<WorkerProcess> match) =>
        TakeAt(_workers.FindIndex(worker => worker.TrustDomain is not null && match(worker)));

    private WorkerProcess? TakeAt(int index)
    {
        if (index < 0) return null;
        var worker = _workers[index];
        _workers.RemoveAt(index);
        return worker;
    }
}
