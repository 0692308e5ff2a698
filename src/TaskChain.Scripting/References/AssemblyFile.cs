using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.References;

/// <summary>An assembly of a module's folder: its identity, what it references, and its content for the compiler.</summary>
internal sealed class AssemblyFile
{
    private AssemblyFile(string name, Version version, Guid content, IReadOnlyList<string> references, ImmutableArray<byte> image)
    {
        Name = name;
        Version = version;
        Content = content;
        References = references;
        Image = image;
        Reference = MetadataReference.CreateFromImage(image, filePath: name + ".dll");
    }

    public string Name { get; }

    public Version Version { get; }

    /// <summary>Names the content: equal for equal assemblies.</summary>
    public Guid Content { get; }

    /// <summary>Simple names of the assemblies that it references.</summary>
    public IReadOnlyList<string> References { get; }

    public ImmutableArray<byte> Image { get; }

    public PortableExecutableReference Reference { get; }

    /// <summary>Reads an assembly.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">The file is no managed assembly.</exception>
    public static AssemblyFile Read(string path)
    {
        var image = ImmutableArray.Create(File.ReadAllBytes(path));
        using var reader = new PEReader(image);
        if (!reader.HasMetadata || !reader.GetMetadataReader().IsAssembly)
        {
            throw new BadImageFormatException($"The file '{Path.GetFileName(path)}' is no managed assembly.");
        }

        var metadata = reader.GetMetadataReader();
        return new AssemblyFile(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            metadata.GetAssemblyDefinition().Version,
            metadata.GetGuid(metadata.GetModuleDefinition().Mvid),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            image);
    }
}
