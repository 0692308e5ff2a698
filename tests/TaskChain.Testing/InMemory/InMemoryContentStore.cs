using System.Collections.Concurrent;
using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Content in memory.</summary>
public sealed class InMemoryContentStore : IContentStore
{
    private readonly ConcurrentDictionary<(ContentKind Kind, string Hash), byte[]> _content = new();
    private readonly ConcurrentDictionary<string, IReadOnlyCollection<string>> _locks = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<byte[]?> FindAsync(ContentKind kind, string hash, CancellationToken cancellationToken) =>
        Task.FromResult(_content.GetValueOrDefault((kind, hash)));

    /// <inheritdoc/>
    public Task SaveAsync(ContentKind kind, string hash, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _content.TryAdd((kind, hash), content.ToArray());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveLockAsync(string hash, ReadOnlyMemory<byte> content, IReadOnlyCollection<string> packageHashes, CancellationToken cancellationToken)
    {
        _locks.TryAdd(hash, [.. packageHashes]);
        return SaveAsync(ContentKind.Lock, hash, content, cancellationToken);
    }

    internal bool Pins(string lockHash, string packageHash) =>
        _locks.TryGetValue(lockHash, out var packages) && packages.Contains(packageHash, StringComparer.Ordinal);
}
