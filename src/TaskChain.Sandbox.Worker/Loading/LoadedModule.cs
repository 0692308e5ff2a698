using System.Reflection;

namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>A module version in this process.</summary>
internal sealed class LoadedModule
{
    private readonly ModuleLoadContext _context;
    private readonly ConstructorInfo? _withContext;
    private readonly string _title;

    private LoadedModule(ModuleLoadContext context, Assembly assembly, Type entryType, string title)
    {
        _context = context;
        _title = title;
        Assembly = assembly;
        EntryType = entryType;
        _withContext = entryType.GetConstructor([typeof(ModuleContext)]);
    }

    /// <summary>The module's assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>The class that scripts see behind their alias.</summary>
    public Type EntryType { get; }

    /// <summary>Loads a module version.</summary>
    /// <exception cref="ModuleLoadException">Its files are not there or not what its manifest says.</exception>
    public static LoadedModule Load(TaskModule module, bool collectible)
    {
        var title = $"'{module.Name}' {module.Version}";
        var path = Path.Combine(module.Folder, module.AssemblyFile);
        if (!File.Exists(path))
        {
            throw new ModuleLoadException($"The module {title} is not installed on this node: '{module.AssemblyFile}' is missing.");
        }

        try
        {
            var context = new ModuleLoadContext($"{module.Name}/{module.Version}", path, collectible);
            var assembly = context.LoadFromAssemblyPath(path);
            var entry = assembly.GetType(module.EntryType, throwOnError: false)
                ?? throw new ModuleLoadException($"The module {title} has no class '{module.EntryType}', which its manifest names as its entry.");
            return new LoadedModule(context, assembly, entry, title);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException)
        {
            throw new ModuleLoadException($"The module {title} cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>Makes an entry object.</summary>
    /// <exception cref="ModuleLoadException">Its constructor failed or is not public.</exception>
    public object CreateEntry(ModuleContext context)
    {
        try
        {
            return _withContext is not null ? _withContext.Invoke([context]) : Activator.CreateInstance(EntryType)!; // Null only for Nullable<T>.
        }
        catch (TargetInvocationException e)
        {
            throw new ModuleLoadException(
                $"The entry object of module {_title} could not be made: {Safely.MessageOf(e.InnerException ?? e)}", e.InnerException);
        }
        catch (Exception e) when (e is MissingMethodException or MemberAccessException)
        {
            throw new ModuleLoadException(
                $"The entry class '{EntryType}' of module {_title} has no public constructor without parameters or with one ModuleContext.", e);
        }
    }

    /// <summary>Loads one of the module's private dependencies.</summary>
    /// <returns>Null when it has none of that name.</returns>
    public Assembly? Dependency(AssemblyName name) => _context.PathOf(name) is null ? null : _context.LoadFromAssemblyName(name);

    /// <summary>Begins to unload; collectible contexts only.</summary>
    public void Unload() => _context.Unload();
}
