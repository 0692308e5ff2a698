using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Modules;

/// <summary>Holds the newest known snapshot of the catalogue and fetches a newer one when the store has it.</summary>
internal sealed class CatalogueWatch(IModuleStore store) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1);
    private volatile CatalogueSnapshot _current = CatalogueSnapshot.Empty;

    /// <summary>The newest known snapshot.</summary>
    public CatalogueSnapshot Current => _current;

    /// <summary>True once the store was read.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Looks at the store's revision and loads when it is newer.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsLoaded && await store.RevisionAsync(cancellationToken) <= _current.Revision) return;
        await LoadAsync(cancellationToken);
    }

    /// <summary>Loads the store's newest state; after it, an own change is seen.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var data = await store.LoadAsync(cancellationToken);
            if (!IsLoaded || data.Revision > _current.Revision) _current = CatalogueSnapshot.Of(data);
            IsLoaded = true;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();
}
