using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>Makes module packages with a real, tiny assembly whose entry class has the given methods.</summary>
internal static class PackageMaker
{
    private static readonly ConcurrentDictionary<string, byte[]> Made = new(StringComparer.Ordinal);

    /// <summary>Makes a package; the same arguments give the same bytes.</summary>
    public static byte[] Make(string module, string version, string[] methods, string more = "", string? packageVersion = null) => Made.GetOrAdd(
        $"{module} {version} {string.Join(",", methods)} {more} {packageVersion}", _ => MakeNew(module, version, methods, more, packageVersion));

    private static byte[] MakeNew(string module, string version, string[] methods, string more, string? packageVersion)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "taskchain.module.json", Encoding.UTF8.GetBytes($$"""{"name":"{{module}}","version":"{{version}}","assembly":"Fake.dll","entry":"Fake.Entry"{{more}}}"""));
            var nuspec = packageVersion ?? (version.Contains('.', StringComparison.Ordinal) ? version : "0.0.0-sha." + version);
            Add(archive, $"{module}.nuspec", Encoding.UTF8.GetBytes($"<package><metadata><id>{module}</id><version>{nuspec}</version></metadata></package>"));
            Add(archive, "module/Fake.deps.json", "{}"u8.ToArray());
            Add(archive, "module/Fake.dll", Assembly(methods));
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var target = entry.Open();
        target.Write(content);
    }

    private static byte[] Assembly(string[] methods)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Fake"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Fake").DefineType("Fake.Entry", TypeAttributes.Public | TypeAttributes.Class);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        foreach (var method in methods) type.DefineMethod(method, MethodAttributes.Public, typeof(void), []).GetILGenerator().Emit(OpCodes.Ret);
        type.CreateType();
        using var stream = new MemoryStream();
        assembly.Save(stream);
        return stream.ToArray();
    }
}
