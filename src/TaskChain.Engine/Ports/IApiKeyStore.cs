namespace TaskChain.Engine.Ports;

/// <summary>
/// Consumers and their API keys. Few and seldom changed: nodes hold all of them in memory and look at the revision. While there are keys at all, one that
/// is not revoked has <see cref="KeyScopes.Maintain"/>: nobody locks everybody out.
/// </summary>
public interface IApiKeyStore
{
    /// <summary>Everything, or null when it is still at the given revision (-1: none known).</summary>
    Task<ApiKeyData?> LoadAsync(long knownRevision, CancellationToken cancellationToken);

    /// <summary>Stores a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="limits">The limits of its consumer from now on; null leaves them as they are.</param>
    /// <param name="onlyFirst">True to store it only when there is no key at all, revoked ones included.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<AddApiKeyOutcome> AddAsync(NewApiKey key, ConsumerLimits? limits, bool onlyFirst, CancellationToken cancellationToken);

    /// <summary>Revokes a key for good. Idempotent.</summary>
    Task<RevokeApiKeyOutcome> RevokeAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Notes when keys were used last; an earlier time than the noted one changes nothing. No change of the revision.</summary>
    Task TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken);
}

/// <summary>Outcome of storing a key.</summary>
public enum AddApiKeyOutcome
{
    /// <summary>Stored.</summary>
    Added,

    /// <summary>There are keys already, and it was to be the first; nothing was stored.</summary>
    NotFirst,

    /// <summary>It would be the first and lacks <see cref="KeyScopes.Maintain"/>; nothing was stored.</summary>
    FirstNeedsMaintain,
}

/// <summary>Outcome of revoking a key.</summary>
public enum RevokeApiKeyOutcome
{
    /// <summary>Revoked, now or before.</summary>
    Revoked,

    /// <summary>There is none.</summary>
    NotFound,

    /// <summary>It is the last one with <see cref="KeyScopes.Maintain"/>; nothing was changed.</summary>
    LastMaintainer,
}

/// <summary>What a key allows. No scope implies another.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Post, change and delete workflows; post and clone jobs, add to their info.</summary>
    Submit = 1,

    /// <summary>Read everything but keys.</summary>
    Read = 2,

    /// <summary>Cancel, pause, resume and delete jobs; runners; webhooks.</summary>
    Operate = 4,

    /// <summary>Publish and retire modules, change compat tables, keys.</summary>
    Maintain = 8,

    /// <summary>All of them.</summary>
    All = Submit | Read | Operate | Maintain,
}

/// <summary>A key to store.</summary>
/// <param name="Id">The part of its text that is no secret.</param>
/// <param name="Consumer">Whose it is.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Hash">SHA-256 of its text.</param>
public sealed record NewApiKey(Guid Id, string Consumer, KeyScopes Scopes, ReadOnlyMemory<byte> Hash);

/// <summary>A key as stored. Times are the store's clock's, the last use aside: that is the node's.</summary>
/// <param name="Posted">What was stored.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="RevokedAt">Since when it is refused, or null.</param>
/// <param name="LastUsedAt">When it was used last, or null.</param>
public sealed record StoredApiKey(NewApiKey Posted, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <summary>What a consumer may ask for; null limits nothing.</summary>
/// <param name="JobsPerSecond">Jobs posted per second, on each node.</param>
/// <param name="Burst">Jobs posted at once after a quiet time; null: as many as per second, at least 1.</param>
/// <param name="MaxLiveJobs">Jobs that are queued, running or waiting.</param>
/// <param name="MaxRequestBytes">Largest body of one request.</param>
public sealed record ConsumerLimits(double? JobsPerSecond = null, int? Burst = null, long? MaxLiveJobs = null, long? MaxRequestBytes = null)
{
    /// <summary>No limits.</summary>
    public static ConsumerLimits None { get; } = new();
}

/// <summary>Everything the store has.</summary>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Keys">All keys, oldest first, revoked ones too.</param>
/// <param name="Limits">Limits by consumer; consumers without any are left out.</param>
public sealed record ApiKeyData(long Revision, IReadOnlyList<StoredApiKey> Keys, IReadOnlyDictionary<string, ConsumerLimits> Limits);

/// <summary>A use of a key.</summary>
/// <param name="Key">Its id.</param>
/// <param name="At">When.</param>
public readonly record struct ApiKeyUse(Guid Key, DateTimeOffset At);
