using System.Collections.Concurrent;
using TaskChain.Engine.Ports;
using TaskChain.Versioning.Packages;

namespace TaskChain.Engine.Modules;

/// <summary>
/// Unpacks module packages on this node, each once, to <c>&lt;data&gt;/modules/&lt;content hash&gt;/</c>. A folder appears complete or not at all, so
/// several processes may share the place.
/// </summary>
internal sealed class ModuleFiles
{
    private readonly string _root;
    private readonly IContentStore _store;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _folders = new(StringComparer.Ordinal);

    public ModuleFiles(string dataFolder, IContentStore store)
    {
        _root = Path.Combine(Path.GetFullPath(dataFolder), "modules");
        _store = store;
    }

    /// <summary>Where the package of a hash is or would be unpacked.</summary>
    public string FolderOf(string contentHash) => Path.Combine(_root, contentHash);

    /// <summary>The folder with the package's files; unpacks it when it is not there yet.</summary>
    /// <exception cref="ModulePackageException">The store has no such package, or it is damaged.</exception>
    public async Task<string> EnsureAsync(string contentHash, CancellationToken cancellationToken)
    {
        var unpacking = _folders.GetOrAdd(contentHash, hash => new Lazy<Task<string>>(() => UnpackAsync(hash)));
        try
        {
            return await unpacking.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (unpacking.Value.IsFaulted)
        {
            _folders.TryRemove(KeyValuePair.Create(contentHash, unpacking));
            throw;
        }
    }

    private async Task<string> UnpackAsync(string hash)
    {
        var folder = FolderOf(hash);
        if (Directory.Exists(folder)) return folder;
        var package = await _store.FindAsync(ContentKind.Package, hash, CancellationToken.None)
            ?? throw new ModulePackageException($"The store has no module package with hash '{hash}'.");
        if (ModulePackage.Read(package) is not ModulePackageRead.Accepted { Package: var read } || read.ContentHash != hash)
        {
            throw new ModulePackageException($"The stored module package '{hash}' is damaged.");
        }

        var temporary = Path.Combine(_root, $".unpacking-{Guid.NewGuid():N}");
        Directory.CreateDirectory(temporary);
        try
        {
            Write(read, temporary);
            Directory.Move(temporary, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster; the content is the same.
            Directory.Delete(temporary, recursive: true);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }

        return folder;
    }

    private static void Write(ModulePackage package, string folder)
    {
        foreach (var file in package.Files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A file below the folder always has a parent.
            using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            target.Write(file.Content.Span);
        }
    }
}

/// <summary>A module package cannot be had or unpacked.</summary>
internal sealed class ModulePackageException(string message) : Exception(message);
