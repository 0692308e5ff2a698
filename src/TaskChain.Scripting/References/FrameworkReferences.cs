using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.References;

/// <summary>The framework's reference assemblies, embedded in this one, and TaskChain.Abstractions. Loaded once per process.</summary>
internal static class FrameworkReferences
{
    private const string Prefix = "framework/";

    // What a body may use without a module. Further assemblies come in when a module's own references name them.
    private static readonly string[] Always =
    [
        "System.Runtime", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Linq",
        "System.Linq.AsyncEnumerable", "System.Memory", "System.Runtime.Extensions", "System.Runtime.Numerics", "System.Text.Json",
        "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks", "System.Text.Encodings.Web", "System.Private.Uri",
        "System.ComponentModel.Primitives", "System.ObjectModel", "System.Net.Primitives",
    ];

    private static readonly HashSet<string> Available =
    [
        .. typeof(FrameworkReferences).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]),
    ];

    private static readonly ConcurrentDictionary<string, PortableExecutableReference> Loaded = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> AlwaysNames { get; } = [.. Always.Where(Available.Contains)];

    public static PortableExecutableReference Abstractions { get; } = MetadataReference.CreateFromFile(typeof(TaskScript).Assembly.Location);

    public static string AbstractionsName { get; } = typeof(TaskScript).Assembly.GetName().Name ?? "";

    public static bool Has(string assembly) => Available.Contains(assembly);

    public static PortableExecutableReference Get(string assembly) => Loaded.GetOrAdd(assembly, static name =>
    {
        using var stream = typeof(FrameworkReferences).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"The framework has no assembly '{name}'.", nameof(assembly));
        return MetadataReference.CreateFromStream(stream, filePath: name + ".dll");
    });
}
