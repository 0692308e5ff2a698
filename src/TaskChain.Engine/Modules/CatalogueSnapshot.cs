using System.Collections.Frozen;
using System.Text.Json;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;
using TaskChain.Versioning;
using TaskChain.Versioning.Packages;
using TaskChain.Versioning.Tables;

namespace TaskChain.Engine.Modules;

/// <summary>A module as the store has it, read.</summary>
/// <param name="Module">What the resolver works on.</param>
/// <param name="Table">Its compat table, or null.</param>
/// <param name="Versions">All versions ever published, oldest publication first.</param>
/// <param name="Facts">The history as compilers and workers get it.</param>
/// <param name="Knowledge">What version queries in bodies are answered from.</param>
internal sealed record ModuleRecord(
    CatalogueModule Module, CompatTableData? Table, IReadOnlyList<PublishedVersion> Versions, IReadOnlyList<HistoryFact> Facts,
    ModuleKnowledge Knowledge)
{
    public string Name => Module.Name;
}

/// <summary>A published version with its manifest read.</summary>
internal sealed record PublishedVersion(ModuleVersionData Data, ModuleManifest Manifest);

/// <summary>The whole catalogue at one revision. Immutable.</summary>
internal sealed class CatalogueSnapshot
{
    private CatalogueSnapshot(ModuleCatalogue catalogue, FrozenDictionary<string, ModuleRecord> modules)
    {
        Catalogue = catalogue;
        Modules = modules;
    }

    public static CatalogueSnapshot Empty { get; } = new(ModuleCatalogue.Empty, FrozenDictionary<string, ModuleRecord>.Empty);

    public ModuleCatalogue Catalogue { get; }

    public FrozenDictionary<string, ModuleRecord> Modules { get; }

    public long Revision => Catalogue.Revision;

    /// <summary>Reads what the store gave.</summary>
    /// <exception cref="JsonException">A stored manifest or table cannot be read.</exception>
    public static CatalogueSnapshot Of(CatalogueData data)
    {
        var tables = data.Tables.ToDictionary(table => table.Module, StringComparer.Ordinal);
        var versions = data.Versions.Select(version => new PublishedVersion(version, ReadManifest(version)))
            .ToLookup(version => version.Data.Module, StringComparer.Ordinal);
        var names = versions.Select(group => group.Key).Union(tables.Keys, StringComparer.Ordinal);
        var modules = names.Select(name => Read(name, tables.GetValueOrDefault(name), [.. versions[name]], data.Current.GetValueOrDefault(name)))
            .ToFrozenDictionary(module => module.Name, StringComparer.Ordinal);
        return new CatalogueSnapshot(ModuleCatalogue.Create(data.Revision, modules.Values.Select(module => module.Module)), modules);
    }

    private static ModuleRecord Read(string name, CompatTableData? table, PublishedVersion[] versions, string? current)
    {
        var history = table is null ? VersionHistory.Empty : ReadTable(table).ToHistory();
        var installed = versions.Where(v => !v.Data.Retired).Select(v => new InstalledVersion(v.Data.Version, v.Data.ContentHash, v.Manifest));
        var module = CatalogueModule.Create(name, history, installed, current);
        HistoryFact[] facts = [.. history.Entries.Select(entry => new HistoryFact(entry.Version, entry.Breaks, entry.Reason))];
        return new ModuleRecord(module, table, versions, facts, new ModuleKnowledge(name, facts, [.. module.Installed.Select(v => v.Version)]));
    }

    private static ModuleManifest ReadManifest(ModuleVersionData version)
    {
        var problems = ModuleManifestReader.Read(version.Manifest, out var manifest);
        return manifest ?? throw new JsonException(
            $"The stored manifest of module '{version.Module}' {version.Version} cannot be read: {problems[0].Message}");
    }

    private static CompatTable ReadTable(CompatTableData data)
    {
        var problems = CompatTableReader.Read(data.Document, out var table);
        return table ?? throw new JsonException($"The stored compat table of module '{data.Module}' cannot be read: {problems[0].Message}");
    }
}
