using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Modules in memory.</summary>
public sealed class InMemoryModuleStore : IModuleStore
{
    private readonly InMemoryStorage _storage;
    private readonly List<ModuleVersionData> _versions = [];
    private readonly Dictionary<string, CompatTableData> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _current = new(StringComparer.Ordinal);
    private long _revision;

    internal InMemoryModuleStore(InMemoryStorage storage) => _storage = storage;

    /// <inheritdoc/>
    public Task<CatalogueData> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            return Task.FromResult(new CatalogueData(
                _revision, [.. _versions], [.. _tables.Values], new Dictionary<string, string>(_current, StringComparer.Ordinal)));
        }
    }

    /// <inheritdoc/>
    public Task<long> RevisionAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_revision);
    }

    /// <inheritdoc/>
    public async Task<PublishOutcome> PublishAsync(
        ModuleVersionData version, ReadOnlyMemory<byte> package, CompatTableData? table, CancellationToken cancellationToken)
    {
        await _storage.Content.SaveAsync(ContentKind.Package, version.ContentHash, package, cancellationToken);
        lock (_storage.Gate)
        {
            int found = Index(version.Module, version.Version);
            if (found >= 0)
            {
                if (_versions[found].ContentHash != version.ContentHash) return PublishOutcome.Conflict;
                if (!_versions[found].Retired) return PublishOutcome.Unchanged;
                _versions[found] = _versions[found] with { Retired = false };
                _revision++;
                return PublishOutcome.Unchanged;
            }

            if (table is not null)
            {
                if ((_tables.GetValueOrDefault(table.Module)?.Revision ?? 0) != table.Revision - 1) return PublishOutcome.TableChanged;
                _tables[table.Module] = table;
            }

            _versions.Add(version with { Retired = false });
            _revision++;
            return PublishOutcome.Published;
        }
    }

    /// <inheritdoc/>
    public Task<int?> RetireAsync(string module, string version, bool force, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            int found = Index(module, version);
            if (found < 0 || _versions[found].Retired) return Task.FromResult<int?>(null);
            int pinned = _storage.Jobs.CountLive(lockHash => _storage.Content.Pins(lockHash, _versions[found].ContentHash));
            if (pinned > 0 && !force) return Task.FromResult<int?>(pinned);
            _versions[found] = _versions[found] with { Retired = true };
            if (_current.GetValueOrDefault(module) == version) _current.Remove(module);
            _revision++;
            return Task.FromResult<int?>(pinned);
        }
    }

    /// <inheritdoc/>
    public Task<bool> SetCurrentAsync(string module, string version, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            int found = Index(module, version);
            if (found < 0 || _versions[found].Retired) return Task.FromResult(false);
            _current[module] = version;
            _revision++;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> SaveTableAsync(CompatTableData table, long expectedRevision, string? reason, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if ((_tables.GetValueOrDefault(table.Module)?.Revision ?? 0) != expectedRevision) return Task.FromResult(false);
            _tables[table.Module] = table with { Revision = expectedRevision + 1 };
            _revision++;
            return Task.FromResult(true);
        }
    }

    private int Index(string module, string version) => _versions.FindIndex(v => v.Module == module && v.Version == version);
}
