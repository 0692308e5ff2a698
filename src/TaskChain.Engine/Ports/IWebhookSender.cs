namespace TaskChain.Engine.Ports;

/// <summary>Sends deliveries, and only where the operator allows it.</summary>
public interface IWebhookSender
{
    /// <summary>Why an address may not be called, as a sentence; null when it may, as far as can be told without looking its name up.</summary>
    string? Refusal(Uri url);

    /// <summary>Posts once. Whatever goes wrong out there is an answer, no exception.</summary>
    Task<WebhookAnswer> SendAsync(WebhookMessage message, CancellationToken cancellationToken);
}

/// <summary>What is posted.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Id"><c>webhook-id</c>: the same at every attempt.</param>
/// <param name="Timestamp"><c>webhook-timestamp</c>: seconds since 1970, of this attempt.</param>
/// <param name="Signature"><c>webhook-signature</c>.</param>
/// <param name="Body">JSON.</param>
public sealed record WebhookMessage(Uri Url, string Id, long Timestamp, string Signature, ReadOnlyMemory<byte> Body);

/// <summary>What came of it.</summary>
/// <param name="Status">HTTP status, or null when there was no answer.</param>
/// <param name="Error">Why there was none, as a sentence; null when there was one.</param>
public readonly record struct WebhookAnswer(int? Status, string? Error);
