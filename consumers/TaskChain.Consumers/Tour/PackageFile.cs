using System.IO.Compression;
using System.Text.Json.Nodes;

namespace TaskChain.Consumers.Tour;

/// <summary>A module package on disk.</summary>
/// <param name="Path">The file.</param>
/// <param name="Module">Module name in its manifest.</param>
/// <param name="Version">Version in its manifest.</param>
internal sealed record PackageFile(string Path, string Module, string Version)
{
    /// <summary>Reads the manifests of all packages of a folder.</summary>
    /// <exception cref="InvalidDataException">There are none, or a file is no module package.</exception>
    public static IReadOnlyList<PackageFile> ReadAll(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.nupkg") : [];
        if (files.Length == 0) throw new InvalidDataException($"There are no packages in '{folder}'. Make them: dotnet build modules/Modules.proj -t:PackAll -c Release");
        return [.. files.Order(StringComparer.Ordinal).Select(Read)];
    }

    private static PackageFile Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.GetEntry("taskchain.module.json")?.Open()
            ?? throw new InvalidDataException($"'{path}' is no module package: it has no taskchain.module.json.");
        var manifest = JsonNode.Parse(stream);
        return (string?)manifest?["name"] is { } name && (string?)manifest["version"] is { } version
            ? new PackageFile(path, name, version)
            : throw new InvalidDataException($"The manifest of '{path}' names no module or no version.");
    }
}
