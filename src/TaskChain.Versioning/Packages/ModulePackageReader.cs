using System.IO.Compression;
using System.Security.Cryptography;
using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Packages;

/// <summary>Reads and checks one package; use an instance once.</summary>
internal sealed class ModulePackageReader(ModulePackageLimits limits)
{
    private const string ModuleFolder = "module/";
    private readonly DocumentReader _report = new();
    private long _unpackedLeft = limits.MaxUnpackedBytes;

    public ModulePackageRead Read(ReadOnlyMemory<byte> nupkg)
    {
        if (nupkg.Length > limits.MaxPackageBytes)
        {
            return Refuse($"The package has {nupkg.Length:N0} bytes; at most {limits.MaxPackageBytes:N0} are allowed.");
        }

        try
        {
            using var stream = Streams.Over(nupkg);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var package = ReadArchive(archive, Convert.ToHexStringLower(SHA256.HashData(nupkg.Span)));
            return package is null ? new ModulePackageRead.Refused(_report.Problems) : new ModulePackageRead.Accepted(package);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return Refuse($"The package is no readable zip archive: {e.Message}");
        }
    }

    private ModulePackage? ReadArchive(ZipArchive archive, string contentHash)
    {
        if (archive.Entries.Count > limits.MaxEntries)
        {
            _report.Error("", $"The package has {archive.Entries.Count:N0} entries; at most {limits.MaxEntries:N0} are allowed.");
            return null;
        }

        var entries = SafeEntries(archive);
        var manifest = ReadManifest(entries);
        CheckNuspec(entries, manifest);
        List<ModulePackageFile> files = [];
        foreach (var (path, entry) in entries)
        {
            if (path.StartsWith(ModuleFolder, StringComparison.Ordinal) && Unpack(path, entry) is { } content)
            {
                files.Add(new ModulePackageFile(path[ModuleFolder.Length..], content));
            }
        }

        if (manifest is null || _report.HasErrors) return null;
        CheckFiles(manifest, files);
        return _report.HasErrors ? null : new ModulePackage(manifest, contentHash, files);
    }

    private SortedDictionary<string, ZipArchiveEntry> SafeEntries(ZipArchive archive)
    {
        var entries = new SortedDictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
        {
            // Packers write names as parts of a URI; the check must see what a file system would.
            var path = Uri.UnescapeDataString(entry.FullName);
            if (!EntryPaths.IsSafe(path)) _report.Error(entry.FullName, $"The entry '{entry.FullName}' does not name a file inside the package.");
            else if (!seen.Add(path)) _report.Error(path, $"The entry '{path}' stands there twice (letter case aside).");
            else if (!path.EndsWith('/')) entries.Add(path, entry);
        }

        return entries;
    }

    private ModuleManifest? ReadManifest(SortedDictionary<string, ZipArchiveEntry> entries)
    {
        if (!entries.TryGetValue(ModuleManifestReader.FileName, out var entry))
        {
            _report.Error(ModuleManifestReader.FileName, $"The package has no '{ModuleManifestReader.FileName}' at its root.");
            return null;
        }

        if (Unpack(ModuleManifestReader.FileName, entry) is not { } content) return null;
        var problems = ModuleManifestReader.Read(content, out var manifest);
        foreach (var problem in problems)
        {
            _report.Error($"{ModuleManifestReader.FileName}#{problem.Pointer}", problem.Message);
        }

        return manifest;
    }

    private void CheckNuspec(SortedDictionary<string, ZipArchiveEntry> entries, ModuleManifest? manifest)
    {
        var names = entries.Keys.Where(path => path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !path.Contains('/', StringComparison.Ordinal)).ToList();
        if (names is not [var name])
        {
            _report.Error("", $"The package must have one .nuspec at its root; it has {names.Count}.");
            return;
        }

        if (Unpack(name, entries[name]) is { } content && manifest is not null) Nuspec.Check(_report, name, content, manifest);
    }

    private void CheckFiles(ModuleManifest manifest, List<ModulePackageFile> files)
    {
        var depsFile = string.Concat(manifest.Assembly.AsSpan(0, manifest.Assembly.Length - ".dll".Length), ".deps.json");
        if (!files.Exists(file => file.Path == depsFile))
        {
            _report.Error(ModuleFolder + depsFile, $"The package has no '{ModuleFolder}{depsFile}'; without it the module's private dependencies cannot be found.");
        }

        // It is the one assembly that modules and the service share; a copy of its own would make its types foreign ones.
        if (files.Exists(file => string.Equals(file.Path, "TaskChain.Abstractions.dll", StringComparison.OrdinalIgnoreCase)))
        {
            _report.Error(
                ModuleFolder + "TaskChain.Abstractions.dll",
                "The package must not contain 'TaskChain.Abstractions.dll': the service provides it. Reference it with Private=false and ExcludeAssets=runtime.");
        }

        var assembly = files.Find(file => file.Path == manifest.Assembly);
        if (assembly is null) _report.Error(ModuleFolder + manifest.Assembly, $"The package has no '{ModuleFolder}{manifest.Assembly}', which its manifest names as the assembly.");
        else EntryClass.Check(_report, ModuleFolder + manifest.Assembly, assembly.Content, manifest.Entry);
    }

    private byte[]? Unpack(string path, ZipArchiveEntry entry)
    {
        // The declared length may lie; reading stops at what is left of the limit.
        if (entry.Length > _unpackedLeft) return TooLarge(path);
        using var source = entry.Open();
        using var target = new MemoryStream((int)Math.Min(entry.Length, int.MaxValue));
        var buffer = new byte[81920];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            _unpackedLeft -= read;
            if (_unpackedLeft < 0) return TooLarge(path);
            target.Write(buffer, 0, read);
        }

        return target.ToArray();
    }

    private byte[]? TooLarge(string path)
    {
        _report.Error(path, $"Unpacked, the package has more than the allowed {limits.MaxUnpackedBytes:N0} bytes.");
        return null;
    }

    private ModulePackageRead.Refused Refuse(string message)
    {
        _report.Error("", message);
        return new ModulePackageRead.Refused(_report.Problems);
    }
}
