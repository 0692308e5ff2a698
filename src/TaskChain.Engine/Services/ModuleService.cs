using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Ports;
using TaskChain.Versioning;
using TaskChain.Versioning.Documents;
using TaskChain.Versioning.Tables;

namespace TaskChain.Engine.Services;

/// <summary>Publishes, retires and answers modules and their compat tables.</summary>
public sealed class ModuleService
{
    private readonly IModuleStore _store;
    private readonly CatalogueWatch _catalogue;
    private readonly ModulePublisher _publisher;

    internal ModuleService(IModuleStore store, CatalogueWatch catalogue, ModulePublisher publisher)
    {
        _store = store;
        _catalogue = catalogue;
        _publisher = publisher;
    }

    /// <summary>Publishes a package; idempotent for the same bytes. Appends a missing entry to the module's compat table (R11).</summary>
    /// <param name="module">Module name, as the request says.</param>
    /// <param name="version">Version, as the request says.</param>
    /// <param name="package">The package's bytes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ModulePublication> PublishAsync(string module, string version, ReadOnlyMemory<byte> package, CancellationToken cancellationToken) =>
        _publisher.PublishAsync(module, version, package, cancellationToken);

    /// <summary>Retires a version (R25).</summary>
    /// <param name="module">Module name.</param>
    /// <param name="version">Version.</param>
    /// <param name="force">True to retire it although live jobs are pinned to it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ModuleRetirement> RetireAsync(string module, string version, bool force, CancellationToken cancellationToken)
    {
        if (FindInstalled(module, version) is not { } installed) return new ModuleRetirement.NotFound();
        var pinned = await _store.RetireAsync(module, installed, force, cancellationToken);
        if (pinned is null) return new ModuleRetirement.NotFound();
        if (pinned > 0 && !force) return new ModuleRetirement.InUse(pinned.Value);
        await _catalogue.LoadAsync(CancellationToken.None);
        return new ModuleRetirement.Retired(pinned.Value);
    }

    /// <summary>Moves the current pointer. False when that version is not installed.</summary>
    public async Task<bool> SetCurrentAsync(string module, string version, CancellationToken cancellationToken)
    {
        if (FindInstalled(module, version) is not { } installed || !await _store.SetCurrentAsync(module, installed, cancellationToken)) return false;
        await _catalogue.LoadAsync(CancellationToken.None);
        return true;
    }

    /// <summary>A module's compat table, or null. Its revision is its entity tag.</summary>
    public CompatTableData? FindTable(string module) => _catalogue.Current.Modules.GetValueOrDefault(module)?.Table;

    /// <summary>Replaces a compat table that is still at the expected revision (0: none yet).</summary>
    /// <param name="module">Module name, as the request says.</param>
    /// <param name="document">The table: any bytes.</param>
    /// <param name="expectedRevision">The revision that the writer read.</param>
    /// <param name="rewriteReason">Why entries are inserted, removed or reordered; null allows appending only (R10).</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CompatTableSaving> SaveTableAsync(
        string module, RawJson document, long expectedRevision, string? rewriteReason, CancellationToken cancellationToken)
    {
        var found = CompatTableReader.Read(document.Utf8, out var table, module);
        var warnings = Items(found.Where(problem => problem.IsWarning));
        if (table is null) return new CompatTableSaving.Refused(Items(found.Where(problem => !problem.IsWarning)));

        await _catalogue.RefreshAsync(cancellationToken);
        var record = _catalogue.Current.Modules.GetValueOrDefault(module);
        var current = record?.Table?.Revision ?? 0;
        if (current != expectedRevision) return new CompatTableSaving.Changed(current);
        CompatTable? previous = null;
        if (record?.Table is not null && rewriteReason is null) CompatTableReader.Read(record.Table.Document, out previous);
        if (previous is not null)
        {
            var rewrites = CompatTableChecks.Rewrites(previous, table);
            if (rewrites.Count > 0) return new CompatTableSaving.Refused(Items(rewrites));
        }

        if (record is not null)
        {
            var missing = CompatTableChecks.NotListed(table, record.Module.Installed.Select(version => version.Version));
            if (missing.Count > 0) return new CompatTableSaving.Refused(Items(missing));
        }

        var data = new CompatTableData(module, expectedRevision + 1, CompatTableWriter.Write(table));
        if (!await _store.SaveTableAsync(data, expectedRevision, rewriteReason, cancellationToken)) return await ChangedAsync(module);
        await _catalogue.LoadAsync(CancellationToken.None);
        return new CompatTableSaving.Saved(data, warnings);
    }

    /// <summary>All modules that are published or have a table, by name.</summary>
    public IReadOnlyList<ModuleView> ListModules()
    {
        var snapshot = _catalogue.Current;
        return [.. snapshot.Catalogue.Names.Select(name => CatalogueViews.Module(snapshot.Modules[name]))];
    }

    /// <summary>A module, or null.</summary>
    public ModuleView? FindModule(string module) =>
        _catalogue.Current.Modules.TryGetValue(module, out var record) ? CatalogueViews.Module(record) : null;

    /// <summary>A version that was ever published, or null. A short SHA may stand for an installed one.</summary>
    public ModuleVersionDetail? FindVersion(string module, string version)
    {
        if (!_catalogue.Current.Modules.TryGetValue(module, out var record)) return null;
        var published = record.Versions.LastOrDefault(item => string.Equals(item.Data.Version, version, StringComparison.OrdinalIgnoreCase))
            ?? record.Versions.LastOrDefault(item => item.Data.Version == FindInstalled(module, version));
        return published is null ? null : new ModuleVersionDetail(
            module, CatalogueViews.Published(record, published), new RawJson(published.Data.Manifest), new RawJson(published.Data.Surface));
    }

    /// <summary>Names of modules near a wrong one, nearest first.</summary>
    public IReadOnlyList<string> NearestNames(string module) => _catalogue.Current.Catalogue.Nearest(module);

    internal static ProblemItem[] Items(IEnumerable<DocumentProblem> problems, string code = ProblemCodes.CompatTableInvalid) =>
        [.. problems.Select(problem => new ProblemItem(code, problem.Message) { Pointer = problem.Pointer })];

    private async Task<CompatTableSaving> ChangedAsync(string module)
    {
        await _catalogue.LoadAsync(CancellationToken.None);
        return new CompatTableSaving.Changed(FindTable(module)?.Revision ?? 0);
    }

    /// <summary>The installed version's own text; a short SHA may stand for it.</summary>
    private string? FindInstalled(string module, string version) =>
        VersionText.IsValid(version) ? _catalogue.Current.Catalogue.Find(module)?.FindInstalled(version)?.Version : null;
}
