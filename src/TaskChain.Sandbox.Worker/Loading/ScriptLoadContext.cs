using System.Reflection;
using System.Runtime.Loader;

namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>Holds one compiled body and binds it to the module versions of its task.</summary>
/// <param name="name">Shown in diagnostics.</param>
/// <param name="modules">The task's modules.</param>
/// <param name="store">Where they are loaded.</param>
/// <param name="collectible">True makes a context that can be unloaded.</param>
internal sealed class ScriptLoadContext(string name, IReadOnlyList<TaskModule> modules, ModuleStore store, bool collectible)
    : AssemblyLoadContext(name, collectible)
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (HostAssemblies.IsShared(assemblyName)) return HostAssemblies.Shared;
        return ModuleAssembly(assemblyName) ?? DependencyOfAModule(assemblyName) ?? FromFramework(assemblyName);
    }

    // Two aliases may be two versions of one module: then the version in the reference decides, which is the assembly's own.
    private Assembly? ModuleAssembly(AssemblyName wanted)
    {
        Assembly? found = null;
        foreach (var module in modules)
        {
            if (!string.Equals(Path.GetFileNameWithoutExtension(module.AssemblyFile), wanted.Name, StringComparison.OrdinalIgnoreCase)) continue;
            var assembly = store.Get(module).Assembly;
            if (wanted.Version is null || assembly.GetName().Version == wanted.Version) return assembly;
            found ??= assembly;
        }

        return found;
    }

    // A body may use types of a private dependency that a module shows in its members.
    private Assembly? DependencyOfAModule(AssemblyName wanted)
    {
        Assembly? found = null;
        foreach (var module in modules)
        {
            if (store.Get(module).Dependency(wanted) is not { } assembly) continue;
            if (wanted.Version is null || assembly.GetName().Version == wanted.Version) return assembly;
            found ??= assembly;
        }

        return found;
    }

    private static Assembly? FromFramework(AssemblyName wanted)
    {
        HostAssemblies.Refuse(wanted);
        return null;
    }
}
