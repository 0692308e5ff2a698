using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Engine.Tests.Webhooks;

public sealed class WebhookDelivererTests : IAsyncDisposable
{
    private readonly EngineBox _box = new();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    /// <summary>Attempts that a dying node cuts off end nothing: only their claims count them.</summary>
    [Theory]
    [InlineData(20, DeliveryState.Delivered, 1)]
    [InlineData(21, DeliveryState.Dead, 0)]
    public async Task RunOnce_ClaimedMoreOftenThanAllowed_IsGivenUp(int attempt, DeliveryState expected, int sent)
    {
        var options = new WebhookOptions { MaxAttempts = 20 };
        var store = new OneDelivery(attempt);
        var sender = new GoodReceiver();
        using var deliverer = new WebhookDeliverer(
            store, sender, _box.Engine.Jobs, new EndAnnouncer(), options, _box.Time, NullLogger<WebhookDeliverer>.Instance);

        await deliverer.RunOnceAsync(TestContext.Current.CancellationToken);

        var ended = await store.Ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((expected, attempt, sent), (ended.State, ended.Attempt, sender.Sent));
    }

    private sealed class GoodReceiver : IWebhookSender
    {
        public int Sent { get; private set; }

        public string? Refusal(Uri url) => null;

        public Task<WebhookAnswer> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
        {
            Sent++;
            return Task.FromResult(new WebhookAnswer(200, null));
        }
    }

    private sealed class OneDelivery(int attempt) : IWebhookStore
    {
        public TaskCompletionSource<DeliveryAttempt> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
            int max, int maxOfOne, IReadOnlyCollection<Guid> busy, TimeSpan lease, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ClaimedDelivery>>(
                [new ClaimedDelivery(Guid.NewGuid(), Guid.NewGuid(), "https://hooks.example.com", new byte[32], Job: null, attempt)]);

        public Task CompleteAsync(DeliveryAttempt ended, CancellationToken cancellationToken)
        {
            Ended.TrySetResult(ended);
            return Task.CompletedTask;
        }

        public Task<bool> AddAsync(NewWebhook webhook, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredWebhook>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredWebhook?> FindAsync(Guid webhook, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(Guid webhook, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DisableAsync(Guid webhook, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> AddTestAsync(Guid delivery, Guid webhook, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredDelivery>> ListDeliveriesAsync(Guid webhook, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<int> PruneAsync(TimeSpan age, int batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
