using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Webhooks;

namespace TaskChain.Client;

/// <content>Webhooks.</content>
public sealed partial class TaskChainClient
{
    /// <summary>Creates a webhook; <see cref="WebhookDocument.Secret"/> of the answer is what deliveries are signed with, which is told this once.</summary>
    /// <exception cref="TaskChainProblemException">The address or another value is not allowed (422), or there are too many webhooks (409).</exception>
    public Task<WebhookDocument> CreateWebhookAsync(NewWebhookDocument webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _connection.SendAsync(
            HttpMethod.Post, "webhooks", ServiceConnection.Content(webhook, ContractsJsonContext.Default.NewWebhookDocument),
            ContractsJsonContext.Default.WebhookDocument, cancellationToken);
    }

    /// <summary>Lists the caller's webhooks, oldest first.</summary>
    public Task<IReadOnlyList<WebhookDocument>> ListWebhooksAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("webhooks", ContractsJsonContext.Default.IReadOnlyListWebhookDocument, cancellationToken);

    /// <summary>Lists a webhook's newest deliveries, newest first.</summary>
    /// <exception cref="TaskChainProblemException">There is no such webhook (404).</exception>
    public Task<IReadOnlyList<DeliveryDocument>> ListWebhookDeliveriesAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        _connection.GetAsync($"webhooks/{uuid:D}/deliveries", ContractsJsonContext.Default.IReadOnlyListDeliveryDocument, cancellationToken);

    /// <summary>Delivers something that is no job's end, to try a receiver.</summary>
    /// <exception cref="TaskChainProblemException">There is no such webhook, or it is disabled (404).</exception>
    public Task<DeliveryReceipt> TestWebhookAsync(Guid uuid, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Post, $"webhooks/{uuid:D}/test", content: null, ContractsJsonContext.Default.DeliveryReceipt, cancellationToken);

    /// <summary>Removes a webhook with its deliveries.</summary>
    /// <exception cref="TaskChainProblemException">There is no such webhook (404).</exception>
    public async Task DeleteWebhookAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        await CallAsync(HttpMethod.Delete, $"webhooks/{uuid:D}", cancellationToken: cancellationToken).ConfigureAwait(false);
}
