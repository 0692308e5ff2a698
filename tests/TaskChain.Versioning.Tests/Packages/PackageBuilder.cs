using System.IO.Compression;
using System.Text;

namespace TaskChain.Versioning.Tests.Packages;

/// <summary>An entry class as a module package has one.</summary>
public sealed class SampleEntry(ModuleContext context)
{
    public ModuleContext Context { get; } = context;
}

/// <summary>A class that no service could make an object of.</summary>
public sealed class UnusableEntry(int number)
{
    public int Number { get; } = number;
}

/// <summary>Builds packages in memory; starts from a valid one.</summary>
internal sealed class PackageBuilder
{
    public const string Entry = "TaskChain.Versioning.Tests.Packages.SampleEntry";

    private readonly List<(string Name, byte[] Content)> _entries = [];

    public PackageBuilder(string version = "9.0.3", string? nuspecVersion = null, string entry = Entry)
    {
        Put("taskchain.module.json", $$"""{"name":"sample","version":"{{version}}","assembly":"Sample.dll","entry":"{{entry}}"}""");
        Put("sample.nuspec", Nuspec("sample", nuspecVersion ?? version));
        Put("module/Sample.dll", File.ReadAllBytes(typeof(PackageBuilder).Assembly.Location));
        Put("module/Sample.deps.json", "{}");
    }

    public static string Nuspec(string id, string version) =>
        $"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{id}</id><version>{version}</version></metadata></package>""";

    public PackageBuilder Put(string name, string content) => Put(name, Encoding.UTF8.GetBytes(content));

    public PackageBuilder Put(string name, byte[] content)
    {
        Drop(name);
        return Add(name, content);
    }

    public PackageBuilder Add(string name, byte[] content)
    {
        _entries.Add((name, content));
        return this;
    }

    public PackageBuilder Drop(string name)
    {
        _entries.RemoveAll(entry => entry.Name == name);
        return this;
    }

    public byte[] Build()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in _entries)
            {
                using var target = archive.CreateEntry(name).Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }
}
