namespace TaskChain.Client;

/// <summary>Keys under which a post may be repeated.</summary>
internal static class IdempotencyKeys
{
    private const int Longest = 255;

    /// <summary>The caller's key, or a new one.</summary>
    /// <exception cref="ArgumentException">The caller's key cannot be sent.</exception>
    public static string Of(string? wanted)
    {
        if (wanted is null) return Guid.NewGuid().ToString();
        if (wanted.Length is > 0 and <= Longest && wanted.All(c => c is >= ' ' and <= '~')) return wanted;
        throw new ArgumentException($"An idempotency key has 1 to {Longest} ASCII characters.", nameof(wanted));
    }

    /// <summary>A key as its header writes it (a structured-field string).</summary>
    public static string ToHeader(string key) =>
        "\"" + key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
