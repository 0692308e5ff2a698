using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Packages;

/// <summary>A module package that was read and found usable.</summary>
/// <param name="Manifest">Its <c>taskchain.module.json</c>.</param>
/// <param name="ContentHash">SHA-256 of the package's bytes, lower-case hexadecimal.</param>
/// <param name="Files">The files of its folder <c>module/</c>, in ordinal order of their paths.</param>
public sealed record ModulePackage(ModuleManifest Manifest, string ContentHash, IReadOnlyList<ModulePackageFile> Files)
{
    /// <summary>The module's assembly.</summary>
    public ModulePackageFile Assembly => Files.First(file => file.Path == Manifest.Assembly);

    /// <summary>Reads a package without loading any of its code.</summary>
    /// <param name="nupkg">The whole <c>.nupkg</c>.</param>
    /// <param name="limits">Size limits; null for the defaults.</param>
    public static ModulePackageRead Read(ReadOnlyMemory<byte> nupkg, ModulePackageLimits? limits = null) =>
        new ModulePackageReader(limits ?? ModulePackageLimits.Default).Read(nupkg);
}

/// <summary>A file of a module.</summary>
/// <param name="Path">Relative to the module's folder, with forward slashes; safe to join to a folder.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ModulePackageFile(string Path, ReadOnlyMemory<byte> Content);

/// <summary>What came of reading a package.</summary>
public abstract record ModulePackageRead
{
    private ModulePackageRead()
    {
    }

    /// <summary>The package is usable.</summary>
    /// <param name="Package">The package.</param>
    public sealed record Accepted(ModulePackage Package) : ModulePackageRead;

    /// <summary>The package is not usable.</summary>
    /// <param name="Problems">Everything that is wrong with it.</param>
    public sealed record Refused(IReadOnlyList<DocumentProblem> Problems) : ModulePackageRead;
}
