namespace TaskChain.Engine.Ports;

/// <summary>What is stored under the hash of what it was made from or of itself: it never changes, so it may be cached for ever.</summary>
public enum ContentKind
{
    /// <summary>A module package, by the SHA-256 of its bytes.</summary>
    Package,

    /// <summary>A compiled script with its diagnostics and uses, by the hash of source, references and options.</summary>
    Script,

    /// <summary>A job's lock file, by the SHA-256 of its bytes.</summary>
    Lock,
}

/// <summary>Content-addressed storage.</summary>
public interface IContentStore
{
    /// <summary>The content, or null.</summary>
    Task<byte[]?> FindAsync(ContentKind kind, string hash, CancellationToken cancellationToken);

    /// <summary>Stores content; storing it again changes nothing.</summary>
    Task SaveAsync(ContentKind kind, string hash, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Stores a lock file with the package hashes it pins, so that pinned jobs can be counted.</summary>
    Task SaveLockAsync(string hash, ReadOnlyMemory<byte> content, IReadOnlyCollection<string> packageHashes, CancellationToken cancellationToken);
}
