using System.Diagnostics.CodeAnalysis;

namespace TaskChain;

/// <summary>A module and one of its versions.</summary>
[SuppressMessage("Naming", "IDE1006:Naming styles", Justification = "The script contract fixes these names.")]
public sealed class ModuleVersionEntry
{
    /// <summary>Creates an entry.</summary>
    /// <param name="name">Module name.</param>
    /// <param name="ver">Version text.</param>
    public ModuleVersionEntry(string name, string ver)
    {
        this.name = name;
        this.ver = new VersionValue(name, ver);
    }

    /// <summary>Module name.</summary>
    public string name { get; }

    /// <summary>The version; it carries its module, so two of them compare by that module's history.</summary>
    public VersionValue ver { get; }
}

/// <summary>Versions by alias and by module name.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A map for scripts, not a collection.")]
public sealed class ModuleVersionMap
{
    private readonly Dictionary<string, ModuleVersionEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Creates a map of a task's modules.</summary>
    /// <param name="byAlias">Alias, module name and version of each module of the task. An alias wins over an equal module name.</param>
    public ModuleVersionMap(IEnumerable<(string Alias, string Name, string Version)> byAlias)
    {
        ArgumentNullException.ThrowIfNull(byAlias);
        var all = byAlias.ToList();
        foreach (var (_, name, version) in all) _entries[name] = new ModuleVersionEntry(name, version);
        foreach (var (alias, name, version) in all) _entries[alias] = new ModuleVersionEntry(name, version);
    }

    /// <summary>The entry of an alias or a module name.</summary>
    /// <exception cref="KeyNotFoundException">The task has no such module.</exception>
    public ModuleVersionEntry this[string aliasOrName] => _entries.TryGetValue(aliasOrName, out var entry)
        ? entry
        : throw new KeyNotFoundException($"This task has no module '{aliasOrName}'. It has: {string.Join(", ", _entries.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>True when the task has a module under that alias or name.</summary>
    public bool Contains(string aliasOrName) => _entries.ContainsKey(aliasOrName);
}
