using System.Reflection;
using System.Runtime.Loader;
using TaskChain.Scripting;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>Loads module versions and compiled bodies in this process, each version in a load context with its own private dependencies.</summary>
internal static class ModuleContexts
{
    private static readonly Dictionary<string, Context> Loaded = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    /// <summary>Makes the entry object of a module version.</summary>
    public static object CreateEntry(ModuleBuild build, ModuleContext context)
    {
        lock (Gate)
        {
            var type = Get(build).LoadFromAssemblyPath(build.AssemblyPath).GetType(build.EntryType, throwOnError: true)!;
            var takesContext = type.GetConstructor([typeof(ModuleContext)]) is not null;
            return takesContext ? Activator.CreateInstance(type, context)! : Activator.CreateInstance(type)!;
        }
    }

    /// <summary>Makes a compiled body that uses these versions.</summary>
    public static TaskScript CreateScript(byte[] assembly, IEnumerable<ModuleBuild> builds)
    {
        lock (Gate)
        {
            var modules = builds.Select(build => Get(build).LoadFromAssemblyPath(build.AssemblyPath)).ToList();
            var context = new AssemblyLoadContext("body");
            context.Resolving += (_, wanted) => modules.Find(module => module.GetName() is var name && name.Name == wanted.Name && name.Version == wanted.Version);
            var type = context.LoadFromStream(new MemoryStream(assembly)).GetType(ScriptAssembly.TypeName, throwOnError: true)!;
            return (TaskScript)Activator.CreateInstance(type)!;
        }
    }

    private static Context Get(ModuleBuild build)
    {
        if (!Loaded.TryGetValue(build.ContentHash, out var context)) Loaded[build.ContentHash] = context = new Context(build.AssemblyPath);
        return context;
    }

    private sealed class Context(string assemblyPath) : AssemblyLoadContext(Path.GetFileName(assemblyPath))
    {
        private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
