using System.Collections.Frozen;
using System.Security.Cryptography;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>All good keys at one revision. Immutable.</summary>
internal sealed class ApiKeyRing
{
    /// <summary>Before the store was read.</summary>
    public static readonly ApiKeyRing Unknown = new(-1, false, FrozenDictionary<Guid, ApiKey>.Empty);

    private readonly FrozenDictionary<Guid, ApiKey> _good;

    private ApiKeyRing(long revision, bool hasKeys, FrozenDictionary<Guid, ApiKey> good) => (Revision, HasKeys, _good) = (revision, hasKeys, good);

    public long Revision { get; }

    /// <summary>True when there are keys at all, revoked ones included.</summary>
    public bool HasKeys { get; }

    /// <summary>Reads them; whoever waits for the end of a revoked one is told.</summary>
    public static ApiKeyRing Of(ApiKeyData data, ApiKeyUses uses)
    {
        var good = new Dictionary<Guid, ApiKey>();
        foreach (var (posted, _, revokedAt, _) in data.Keys)
        {
            var use = uses.Of(posted.Id);
            if (revokedAt is not null) use.Revoke();
            else good[posted.Id] = new ApiKey(posted, data.Limits.GetValueOrDefault(posted.Consumer, ConsumerLimits.None), use);
        }

        return new ApiKeyRing(data.Revision, data.Keys.Count > 0, good.ToFrozenDictionary());
    }

    /// <summary>The key with that text, or null. Takes as long for a wrong secret as for the right one.</summary>
    public ApiKey? Find(Guid id, ReadOnlySpan<char> text)
    {
        if (!_good.TryGetValue(id, out var key)) return null;
        Span<byte> hash = stackalloc byte[ApiKeyText.HashLength];
        ApiKeyText.Hash(text, hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : null;
    }
}
