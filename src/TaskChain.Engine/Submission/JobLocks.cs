using TaskChain.Engine.Caching;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Submission;

/// <summary>A compiled body, ready to run.</summary>
internal sealed record LoadedScript(string Hash, ReadOnlyMemory<byte> Assembly, bool ReadsResults);

/// <summary>A task's scripts and modules on this node.</summary>
internal sealed record LoadedTask(LoadedScript Body, LoadedScript? Fallback, ModuleSet Modules, IReadOnlyList<GivenModule> Given);

/// <summary>A lock file with everything it names at hand. Immutable but for <see cref="VerifiedAt"/>, and shared.</summary>
internal sealed class LoadedLock(string hash, LockFile file, LoadedTask?[] tasks)
{
    private long _verifiedAt = -1;

    public string Hash { get; } = hash;

    public LockFile File { get; } = file;

    /// <summary>Catalogue revision at which all pins were last found installed.</summary>
    public long VerifiedAt
    {
        get => Interlocked.Read(ref _verifiedAt);
        set => Interlocked.Exchange(ref _verifiedAt, value);
    }

    /// <exception cref="KeyNotFoundException">The lock file does not know the task.</exception>
    public LoadedTask Task(TaskNode node) => tasks[node.Ordinal] ?? throw new KeyNotFoundException($"Lock file '{Hash}' has no task '{node.Id}'.");

    /// <summary>The module versions a task is given; empty when the lock file does not know it.</summary>
    public IReadOnlyList<GivenModule> Given(TaskNode node) => tasks[node.Ordinal]?.Given ?? [];
}

/// <summary>Lock files and what they name, loaded once per node.</summary>
internal sealed class JobLocks(IContentStore store, ScriptCache scripts, ModuleFiles files)
{
    private const int Capacity = 2048;

    private readonly GenerationCache<string, LoadedLock> _loaded = new(Capacity);

    /// <summary>A lock file for a plan, from memory or the store.</summary>
    /// <exception cref="LockFileException">The store lacks something that it names.</exception>
    public ValueTask<LoadedLock> LoadAsync(string hash, Plan plan, CancellationToken cancellationToken) =>
        _loaded.Find(hash) is { } known ? new(known) : new(LoadNewAsync(hash, plan, cancellationToken));

    /// <summary>A lock file that is in memory already, or null.</summary>
    public LoadedLock? FindLoaded(string hash) => _loaded.Find(hash);

    /// <summary>Stores a lock file and loads it.</summary>
    public async Task<LoadedLock> SaveAsync(LockFile file, Plan plan, CancellationToken cancellationToken)
    {
        var (hash, content) = file.Write();
        if (_loaded.Find(hash) is { } known) return known;
        var packages = file.Sets.SelectMany(set => set.Modules).Select(module => module.ContentHash).Distinct(StringComparer.Ordinal).ToArray();
        await store.SaveLockAsync(hash, content, packages, cancellationToken);
        return await LoadAsync(hash, file, plan, cancellationToken);
    }

    private async Task<LoadedLock> LoadNewAsync(string hash, Plan plan, CancellationToken cancellationToken)
    {
        var content = await store.FindAsync(ContentKind.Lock, hash, cancellationToken)
            ?? throw new LockFileException($"The store has no lock file '{hash}'.");
        return await LoadAsync(hash, LockFile.Read(content), plan, cancellationToken);
    }

    private async Task<LoadedLock> LoadAsync(string hash, LockFile file, Plan plan, CancellationToken cancellationToken)
    {
        var sets = new ModuleSet[file.Sets.Count];
        for (var i = 0; i < sets.Length; i++) sets[i] = await LoadSetAsync(file.Sets[i], cancellationToken);
        var tasks = new LoadedTask?[plan.Nodes.Count];
        foreach (var (nodeId, locked) in file.Tasks)
        {
            var body = await LoadScriptAsync(locked.Script, cancellationToken);
            var fallback = locked.Fallback is null ? null : await LoadScriptAsync(locked.Fallback, cancellationToken);
            var given = file.Sets[locked.Set].Modules.Select(item => new GivenModule(item.Alias, item.Name, item.Requested, item.Version)).ToArray();
            tasks[plan.Task(nodeId).Ordinal] = new LoadedTask(body, fallback, sets[locked.Set], given);
        }

        var loaded = new LoadedLock(hash, file, tasks);
        _loaded.Set(hash, loaded);
        return loaded;
    }

    private async Task<ModuleSet> LoadSetAsync(LockedSet set, CancellationToken cancellationToken)
    {
        if (set.Modules.Count == 0) return ModuleSet.Empty;
        var modules = new List<TaskModule>(set.Modules.Count);
        foreach (var item in set.Modules)
        {
            var folder = await files.EnsureAsync(item.ContentHash, cancellationToken);
            modules.Add(new TaskModule(
                item.Alias, item.Name, item.Requested, item.Version, item.ContentHash, folder, item.AssemblyFile, item.EntryType));
        }

        return new ModuleSet(set.Key, modules, set.Catalogue);
    }

    private async Task<LoadedScript> LoadScriptAsync(string key, CancellationToken cancellationToken)
    {
        if (await scripts.FindAsync(key, cancellationToken) is not { Assembly: { } assembly, Hash: { } hash } result)
        {
            throw new LockFileException($"The store has no compiled script '{key}'.");
        }

        return new LoadedScript(hash, assembly, result.ReadsResults);
    }
}

/// <summary>A lock file, or something that it names, cannot be had.</summary>
internal sealed class LockFileException(string message) : Exception(message);
