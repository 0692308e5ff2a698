namespace TaskChain.Engine.Ports;

/// <summary>Modules, their published versions and their compat tables.</summary>
public interface IModuleStore
{
    /// <summary>Everything but the packages themselves.</summary>
    Task<CatalogueData> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Number that grows with every change of the catalogue, so that other nodes notice.</summary>
    Task<long> RevisionAsync(CancellationToken cancellationToken);

    /// <summary>Publishes a version and stores the module's table with it, in one commit.</summary>
    /// <param name="version">The version; <see cref="ModuleVersionData.Retired"/> is not looked at.</param>
    /// <param name="package">The package's bytes.</param>
    /// <param name="table">
    /// The table with the version's entry in it, its revision one above that of the table it was made from (1 when there was none); null when the entry is
    /// there already.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<PublishOutcome> PublishAsync(ModuleVersionData version, ReadOnlyMemory<byte> package, CompatTableData? table, CancellationToken cancellationToken);

    /// <summary>
    /// Retires a version: it is not given to tasks any more; its entry and API surface stay (R25). A current pointer to it is taken away.
    /// </summary>
    /// <returns>Number of live jobs pinned to it; when not zero and not forced nothing was changed. Null when it is not installed.</returns>
    Task<int?> RetireAsync(string module, string version, bool force, CancellationToken cancellationToken);

    /// <summary>Moves the current pointer. Returns false when the version is not installed.</summary>
    Task<bool> SetCurrentAsync(string module, string version, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a compat table when it still is at the expected revision (0: none yet); keeps the old one in the audit. The new table's revision is the
    /// expected one plus 1.
    /// </summary>
    /// <returns>False when it has changed meanwhile.</returns>
    Task<bool> SaveTableAsync(CompatTableData table, long expectedRevision, string? reason, CancellationToken cancellationToken);
}

/// <summary>Outcome of publishing.</summary>
public enum PublishOutcome
{
    /// <summary>Published.</summary>
    Published,

    /// <summary>The same content is published already; a retired version is installed again.</summary>
    Unchanged,

    /// <summary>Other content is published under that version; nothing was changed.</summary>
    Conflict,

    /// <summary>The module's table has changed since the given one was made from it; nothing was changed. Read it and publish again.</summary>
    TableChanged,
}

/// <summary>The catalogue.</summary>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Versions">All versions ever published, in order of publishing, retired ones too.</param>
/// <param name="Tables">All compat tables.</param>
/// <param name="Current">Current pointers that a maintainer set, by module.</param>
public sealed record CatalogueData(
    long Revision, IReadOnlyList<ModuleVersionData> Versions, IReadOnlyList<CompatTableData> Tables, IReadOnlyDictionary<string, string> Current);

/// <summary>A published module version.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="ContentHash">SHA-256 of the package, hexadecimal; key of the package in <see cref="IContentStore"/>.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Retired">True when it is not given to tasks any more.</param>
/// <param name="Manifest">The manifest inside the package, as JSON.</param>
/// <param name="Surface">The public API surface, as JSON.</param>
public sealed record ModuleVersionData(
    string Module, string Version, string ContentHash, DateTimeOffset PublishedAt, bool Retired, ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte> Surface);

/// <summary>A module's compat table.</summary>
/// <param name="Module">Module name.</param>
/// <param name="Revision">Revision of the table, from 1.</param>
/// <param name="Document">The table in the form of <c>compat/&lt;module&gt;.json</c>.</param>
public sealed record CompatTableData(string Module, long Revision, ReadOnlyMemory<byte> Document);
