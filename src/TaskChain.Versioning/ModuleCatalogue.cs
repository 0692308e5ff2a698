using System.Collections.Frozen;

namespace TaskChain.Versioning;

/// <summary>All modules that a service knows, at one revision. Immutable and thread-safe; a change makes a new catalogue.</summary>
public sealed class ModuleCatalogue
{
    private readonly FrozenDictionary<string, CatalogueModule> _modules;

    private ModuleCatalogue(long revision, FrozenDictionary<string, CatalogueModule> modules)
    {
        Revision = revision;
        _modules = modules;
        Names = [.. modules.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>A catalogue without modules.</summary>
    public static ModuleCatalogue Empty { get; } = new(0, FrozenDictionary<string, CatalogueModule>.Empty);

    /// <summary>Grows with every change of the catalogue.</summary>
    public long Revision { get; }

    /// <summary>Names of all modules, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Makes a catalogue.</summary>
    /// <exception cref="ArgumentException">Two modules have one name.</exception>
    public static ModuleCatalogue Create(long revision, IEnumerable<CatalogueModule> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        return new ModuleCatalogue(revision, modules.ToDictionary(module => module.Name, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The module of that name, or null.</summary>
    public CatalogueModule? Find(string name) => _modules.GetValueOrDefault(name);

    /// <summary>Known names that a misspelt one may have meant, nearest first (R20).</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="max">At most this many.</param>
    public IReadOnlyList<string> Nearest(string name, int max = 3) => NearestNames.Find(name, Names, max);
}
