using System.Reflection;

namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>The worker's own assemblies: one is shared with modules and scripts, the others are none of their business.</summary>
internal static class HostAssemblies
{
    private static readonly HashSet<string> Private = new(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(path => Path.GetFileNameWithoutExtension(path)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The one assembly that is shared.</summary>
    public static Assembly Shared { get; } = typeof(TaskScript).Assembly;

    private static string SharedName { get; } = Shared.GetName().Name ?? "";

    /// <summary>True for the assembly that is shared, whatever version is asked for.</summary>
    public static bool IsShared(AssemblyName name) => string.Equals(name.Name, SharedName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses what would otherwise be found beside the worker's program.</summary>
    /// <exception cref="FileNotFoundException">The assembly is the worker's own.</exception>
    public static void Refuse(AssemblyName name)
    {
        if (name.Name is { } simple && Private.Contains(simple))
        {
            throw new FileNotFoundException(
                $"The assembly '{name}' is not in the module's package. A module brings its own dependencies.", name.FullName);
        }
    }
}
