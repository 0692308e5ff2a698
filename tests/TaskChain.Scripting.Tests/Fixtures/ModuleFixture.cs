using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TaskChain.Scripting.References;

namespace TaskChain.Scripting.Tests.Fixtures;

/// <summary>Builds real little module assemblies from source, each version in a folder of its own, all with one assembly name.</summary>
internal static class ModuleFixture
{
    private static readonly string Root = CreateRoot();
    private static readonly ConcurrentDictionary<string, Lazy<ModuleBuild>> Built = new(StringComparer.Ordinal);

    /// <summary>One build; the same source and version give the same files.</summary>
    public static ModuleBuild Build(string assembly, string version, string source, string entryType, params (string Name, string Source)[] dependencies)
    {
        var key = string.Join('\n', [assembly, version, source, entryType, .. dependencies.Select(d => d.Name + d.Source)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Built.GetOrAdd(hash, _ => new(() =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(Root, hash)).FullName;
            var references = dependencies.Select(dependency => Compile(folder, dependency.Name, version, dependency.Source, [])).ToList();
            return new ModuleBuild(version, hash, Compile(folder, assembly, version, source, references), entryType);
        })).Value;
    }

    private static string CreateRoot()
    {
        var root = Directory.CreateTempSubdirectory("taskchain-scripting-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => root.Delete(recursive: true);
        return root.FullName;
    }

    private static string Compile(string folder, string name, string version, string source, IEnumerable<string> references)
    {
        var number = Version.TryParse(version, out var parsed) ? parsed.ToString(3) + ".0" : "0.0.0.0";
        var trees = new[]
        {
            CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Threading.Tasks; global using System.Linq;"),
            CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{number}\")]"),
            CSharpSyntaxTree.ParseText(source),
        };
        var framework = FrameworkReferences.AlwaysNames.Append("System.Net.Http").Select(FrameworkReferences.Get);
        var compilation = CSharpCompilation.Create(
            name, trees, [.. framework, FrameworkReferences.Abstractions, .. references.Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var path = Path.Combine(folder, name + ".dll");
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
