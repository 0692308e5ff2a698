using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>API keys in memory.</summary>
public sealed class InMemoryApiKeyStore(TimeProvider time) : IApiKeyStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredApiKey> _keys = [];
    private readonly Dictionary<string, ConsumerLimits> _limits = new(StringComparer.Ordinal);
    private long _revision;
    private int _loads;

    /// <summary>How often it was asked for keys.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <inheritdoc/>
    public Task<ApiKeyData?> LoadAsync(long knownRevision, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        lock (_gate)
        {
            var limits = _limits.Where(entry => entry.Value != ConsumerLimits.None).ToDictionary(StringComparer.Ordinal);
            return Task.FromResult(_revision == knownRevision ? null : new ApiKeyData(_revision, [.. _keys], limits));
        }
    }

    /// <inheritdoc/>
    public Task<AddApiKeyOutcome> AddAsync(NewApiKey key, ConsumerLimits? limits, bool onlyFirst, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (onlyFirst && _keys.Count > 0) return Task.FromResult(AddApiKeyOutcome.NotFirst);
            if (_keys.Count == 0 && !key.Scopes.HasFlag(KeyScopes.Maintain)) return Task.FromResult(AddApiKeyOutcome.FirstNeedsMaintain);
            if (limits is not null) _limits[key.Consumer] = limits;
            _keys.Add(new StoredApiKey(key, time.GetUtcNow(), null, null));
            _revision++;
            return Task.FromResult(AddApiKeyOutcome.Added);
        }
    }

    /// <inheritdoc/>
    public Task<RevokeApiKeyOutcome> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var index = _keys.FindIndex(key => key.Posted.Id == id);
            if (index < 0) return Task.FromResult(RevokeApiKeyOutcome.NotFound);
            if (_keys[index].RevokedAt is not null) return Task.FromResult(RevokeApiKeyOutcome.Revoked);
            if (!_keys.Exists(key => key.Posted.Id != id && key.RevokedAt is null && key.Posted.Scopes.HasFlag(KeyScopes.Maintain)))
            {
                return Task.FromResult(RevokeApiKeyOutcome.LastMaintainer);
            }

            _keys[index] = _keys[index] with { RevokedAt = time.GetUtcNow() };
            _revision++;
            return Task.FromResult(RevokeApiKeyOutcome.Revoked);
        }
    }

    /// <inheritdoc/>
    public Task TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var use in uses)
            {
                var index = _keys.FindIndex(key => key.Posted.Id == use.Key);
                if (index >= 0 && !(_keys[index].LastUsedAt >= use.At)) _keys[index] = _keys[index] with { LastUsedAt = use.At };
            }
        }

        return Task.CompletedTask;
    }
}
