using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Publishes, retires and answers modules and their compat tables.</summary>
public sealed class ModuleService
{
    internal ModuleService()
    {
    }

    /// <summary>Publishes a package; idempotent for the same bytes. Appends a missing entry to the module's compat table (R11).</summary>
    /// <param name="module">Module name, as the request says.</param>
    /// <param name="version">Version, as the request says.</param>
    /// <param name="package">The package's bytes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ModulePublication> PublishAsync(string module, string version, ReadOnlyMemory<byte> package, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Retires a version (R25).</summary>
    /// <param name="module">Module name.</param>
    /// <param name="version">Version.</param>
    /// <param name="force">True to retire it although live jobs are pinned to it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ModuleRetirement> RetireAsync(string module, string version, bool force, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Moves the current pointer. False when that version is not installed.</summary>
    public Task<bool> SetCurrentAsync(string module, string version, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A module's compat table, or null. Its revision is its entity tag.</summary>
    public CompatTableData? FindTable(string module) => throw new NotImplementedException();

    /// <summary>Replaces a compat table that is still at the expected revision (0: none yet).</summary>
    /// <param name="module">Module name, as the request says.</param>
    /// <param name="document">The table: any bytes.</param>
    /// <param name="expectedRevision">The revision that the writer read.</param>
    /// <param name="rewriteReason">Why entries are inserted, removed or reordered; null allows appending only (R10).</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<CompatTableSaving> SaveTableAsync(
        string module, RawJson document, long expectedRevision, string? rewriteReason, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All modules that are published or have a table, by name.</summary>
    public IReadOnlyList<ModuleView> ListModules() => throw new NotImplementedException();

    /// <summary>A module, or null.</summary>
    public ModuleView? FindModule(string module) => throw new NotImplementedException();

    /// <summary>A version that was ever published, or null.</summary>
    public ModuleVersionDetail? FindVersion(string module, string version) => throw new NotImplementedException();

    /// <summary>Names of modules near a wrong one, nearest first.</summary>
    public IReadOnlyList<string> NearestNames(string module) => throw new NotImplementedException();
}
