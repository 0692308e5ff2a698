using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>A key that is good.</summary>
public sealed class ApiKey
{
    private readonly ReadOnlyMemory<byte> _hash;
    private readonly ApiKeyUses.Entry _use;

    internal ApiKey(NewApiKey stored, ConsumerLimits limits, ApiKeyUses.Entry use)
    {
        (Id, Consumer, Scopes, Limits) = (stored.Id, stored.Consumer, stored.Scopes, limits);
        (_hash, _use) = (stored.Hash, use);
    }

    /// <summary>The part of its text that is no secret.</summary>
    public Guid Id { get; }

    /// <summary>Whose it is.</summary>
    public string Consumer { get; }

    /// <summary>What it allows.</summary>
    public KeyScopes Scopes { get; }

    /// <summary>The consumer's limits.</summary>
    public ConsumerLimits Limits { get; }

    /// <summary>Fires when this node has learned that the key was revoked: what outlives its request's beginning ends then.</summary>
    public CancellationToken Revoked => _use.Revoked;

    internal ReadOnlySpan<byte> Hash => _hash.Span;

    internal void Used(DateTimeOffset at) => _use.At(at);
}
