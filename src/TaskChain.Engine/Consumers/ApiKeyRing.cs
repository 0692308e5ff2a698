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

    public static ApiKeyRing Of(ApiKeyData data, ApiKeyUses uses) => new(
        data.Revision,
        data.Keys.Count > 0,
        data.Keys.Where(key => key.RevokedAt is null).ToFrozenDictionary(
            key => key.Posted.Id,
            key => new ApiKey(key.Posted, data.Limits.GetValueOrDefault(key.Posted.Consumer, ConsumerLimits.None), uses.Of(key.Posted.Id))));

    /// <summary>The key with that text, or null. Takes as long for a wrong secret as for the right one.</summary>
    public ApiKey? Find(Guid id, ReadOnlySpan<char> text)
    {
        if (!_good.TryGetValue(id, out var key)) return null;
        Span<byte> hash = stackalloc byte[ApiKeyText.HashLength];
        ApiKeyText.Hash(text, hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : null;
    }
}
