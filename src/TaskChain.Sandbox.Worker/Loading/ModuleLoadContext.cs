using System.Reflection;
using System.Runtime.Loader;

namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>
/// Holds one module version with private dependencies of its own. Only TaskChain.Abstractions is shared with the host; whatever else the host
/// itself was built from is out of reach.
/// </summary>
/// <remarks>Must never hold its own assembly, types or instances in a field: a collectible context would never be collected.</remarks>
internal sealed class ModuleLoadContext(string name, string assemblyPath, bool collectible) : AssemblyLoadContext(name, collectible)
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    /// <summary>Finds a file of the module or of its private dependencies.</summary>
    /// <returns>Null when it has no such assembly.</returns>
    public string? PathOf(AssemblyName assemblyName) => _resolver.ResolveAssemblyToPath(assemblyName);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (HostAssemblies.IsShared(assemblyName)) return HostAssemblies.Shared;
        if (PathOf(assemblyName) is { } path) return LoadFromAssemblyPath(path);
        HostAssemblies.Refuse(assemblyName);
        return null; // The framework's, from the default context.
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
