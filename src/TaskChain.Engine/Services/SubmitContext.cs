namespace TaskChain.Engine.Services;

/// <summary>Who posts something, and under which key the post may be repeated.</summary>
/// <param name="Consumer">The consumer whose API key the request carried, or null.</param>
/// <param name="IdempotencyKey">
/// The request's <c>Idempotency-Key</c>, unquoted, 1 to 255 characters; null when it has none. The same request under the same key stores nothing twice and is
/// answered as the first time, for as long as what it stored is kept; another request under that key is refused. Keys of two consumers never meet.
/// </param>
public sealed record SubmitContext(string? Consumer = null, string? IdempotencyKey = null)
{
    /// <summary>A caller without an API key, who does not repeat anything.</summary>
    public static SubmitContext Anonymous { get; } = new();
}
