using System.Collections.Concurrent;
using TaskChain.Sandbox.Worker.Loading;
using TaskChain.Versioning;

namespace TaskChain.Sandbox.Worker.Globals;

/// <summary>A task's modules as its globals show them. Immutable, shared between runs; answers about members are remembered.</summary>
internal sealed class ModuleSetView
{
    private readonly ModuleStore _store;
    private readonly Dictionary<string, TaskModule> _byAlias;
    private readonly Dictionary<string, VersionHistory> _histories;
    private readonly string? _onlyModule;
    private readonly ConcurrentDictionary<string, bool> _members = new(StringComparer.Ordinal);

    public ModuleSetView(ModuleSet set, ModuleStore store)
    {
        _store = store;
        Modules = set.Modules;
        _byAlias = set.Modules.ToDictionary(module => module.Alias, StringComparer.Ordinal);
        _histories = set.Catalogue.ToDictionary(known => known.Name, HistoryOf, StringComparer.Ordinal);
        var names = set.Modules.Select(module => module.Name).Distinct(StringComparer.Ordinal).ToList();
        _onlyModule = names.Count == 1 ? names[0] : null;
        var files = set.Modules.Select(module => $"{module.AssemblyFile}={module.ContentHash}");
        LoadKey = string.Join(' ', files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Current = new ModuleVersionMap(set.Modules.Select(module => (module.Alias, module.Name, module.Version)));
        Requested = new ModuleVersionMap(set.Modules.Select(module => (module.Alias, module.Name, module.Requested ?? module.Version)));
        Installed = set.Catalogue.ToDictionary(
            known => known.Name,
            IReadOnlyList<VersionValue> (known) => [.. known.Installed.Select(version => new VersionValue(known.Name, version))],
            StringComparer.Ordinal);
    }

    /// <summary>The task's modules.</summary>
    public IReadOnlyList<TaskModule> Modules { get; }

    /// <summary>Equal for sets that a compiled body binds to in the same way.</summary>
    public string LoadKey { get; }

    /// <summary>Versions given.</summary>
    public ModuleVersionMap Current { get; }

    /// <summary>Versions that the job code was written against; of a module that it named no version of, the one given.</summary>
    public ModuleVersionMap Requested { get; }

    /// <summary>Versions installed, by module name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> Installed { get; }

    /// <summary>Gives the module version behind an alias.</summary>
    /// <exception cref="KeyNotFoundException">The task has no such alias.</exception>
    public LoadedModule Load(string alias) => _store.Get(Module(alias));

    /// <summary>Loads the modules now. One that cannot be loaded fails the run that needs it, with the reason.</summary>
    public void Preload()
    {
        foreach (var module in Modules)
        {
            try
            {
                _store.Get(module);
            }
            catch (ModuleLoadException)
            {
                // Not remembered: the run that needs it tries again.
            }
        }
    }

    /// <summary>Compares two versions (R4, R13 to R15).</summary>
    public bool IsGreater(string? module, VersionValue a, VersionValue b)
    {
        var name = module is null ? CarriedModule(a, b) : NameOf(module);
        if (name is not null) return HistoryOf(name).IsGreater(a.Text, b.Text);
        if (VersionText.IsSemVer(a.Text) && VersionText.IsSemVer(b.Text)) return VersionHistory.Empty.IsGreater(a.Text, b.Text);
        throw new ArgumentException(
            $"The versions '{a.Text}' and '{b.Text}' could belong to any of this task's modules. Name the module: isVerGrtrThan(\"alias\", a, b).");
    }

    /// <summary>Asks the compat table.</summary>
    public bool IsBackwardCompatible(string module, string requested, string available) =>
        HistoryOf(NameOf(module)).IsBackwardCompatible(requested, available);

    /// <summary>Tells whether a given version has a member, named from its alias.</summary>
    public bool HasMember(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_members.TryGetValue(path, out var known)) return known;
        var names = path.Split('.');
        var found = MemberSearch.Exists(Load(names[0]).EntryType, names.AsSpan(1));
        // A body may ask for made-up names without end.
        if (_members.Count < 10_000) _members[path] = found;
        return found;
    }

    private string? CarriedModule(VersionValue a, VersionValue b)
    {
        if (a.Module is not null && b.Module is not null && !string.Equals(a.Module, b.Module, StringComparison.Ordinal))
        {
            throw new ArgumentException($"A version of module '{a.Module}' cannot be compared with one of module '{b.Module}'.");
        }

        return a.Module ?? b.Module ?? _onlyModule;
    }

    private TaskModule Module(string alias) => _byAlias.TryGetValue(alias, out var module)
        ? module
        : throw new KeyNotFoundException($"This task has no module alias '{alias}'. It has: {List(_byAlias.Keys)}.");

    private string NameOf(string aliasOrName)
    {
        if (_byAlias.TryGetValue(aliasOrName, out var module)) return module.Name;
        return _histories.ContainsKey(aliasOrName)
            ? aliasOrName
            : throw new KeyNotFoundException($"This task has no module '{aliasOrName}'. It has: {List(_byAlias.Keys.Concat(_histories.Keys))}.");
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private VersionHistory HistoryOf(string name) => _histories.TryGetValue(name, out var history) ? history : VersionHistory.Empty;

    private static VersionHistory HistoryOf(ModuleKnowledge known) =>
        VersionHistory.Create(known.History.Select(fact => new HistoryEntry(fact.Version, fact.Breaks, fact.Reason)));
}
