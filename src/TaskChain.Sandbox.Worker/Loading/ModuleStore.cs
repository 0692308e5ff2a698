using System.Collections.Concurrent;

namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>The module versions loaded so far, by content. Thread-safe.</summary>
/// <param name="collectible">True makes contexts that can be unloaded, at three times the cost of a new script.</param>
internal sealed class ModuleStore(bool collectible)
{
    private readonly ConcurrentDictionary<string, Lazy<LoadedModule>> _modules = new(StringComparer.Ordinal);

    /// <summary>Gives a module version, loaded on first use.</summary>
    /// <exception cref="ModuleLoadException">It cannot be loaded; the next call tries again.</exception>
    public LoadedModule Get(TaskModule module)
    {
        var entry = _modules.GetOrAdd(
            module.ContentHash,
            static (_, state) => new Lazy<LoadedModule>(() => LoadedModule.Load(state.module, state.collectible)),
            (module, collectible));
        try
        {
            return entry.Value;
        }
        catch
        {
            _modules.TryRemove(KeyValuePair.Create(module.ContentHash, entry));
            throw;
        }
    }

    /// <summary>Forgets everything and begins to unload it; collectible contexts only.</summary>
    public void UnloadAll()
    {
        foreach (var (_, module) in _modules)
        {
            if (module.IsValueCreated) module.Value.Unload();
        }

        _modules.Clear();
    }
}
