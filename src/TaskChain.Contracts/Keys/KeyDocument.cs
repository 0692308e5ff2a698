namespace TaskChain.Contracts.Keys;

/// <summary>An API key as the service answers it.</summary>
public sealed record KeyDocument
{
    /// <summary>Its id: the part of its text that is no secret.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The consumer that it belongs to.</summary>
    public required string Consumer { get; init; }

    /// <summary>What it allows.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The consumer's limits; absent when it has none.</summary>
    public LimitsDocument? Limits { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is refused; absent when it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was used last, a minute more or less; absent when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key's text; only in the answer that created it, never again.</summary>
    public string? Key { get; init; }
}
