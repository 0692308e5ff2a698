namespace TaskChain.Contracts.Keys;

/// <summary>An API key to create.</summary>
public sealed record NewKeyDocument
{
    /// <summary>
    /// Name of the consumer that it belongs to: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. A consumer may have several keys; <c>local</c> is
    /// taken by callers without a key.
    /// </summary>
    public required string Consumer { get; init; }

    /// <summary>What it allows: <c>submit</c>, <c>read</c>, <c>operate</c>, <c>maintain</c>. Default <c>submit</c> and <c>read</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The consumer's limits from now on, for all its keys; absent: they stay as they are, at first none. An empty object lifts all.</summary>
    public LimitsDocument? Limits { get; init; }
}
