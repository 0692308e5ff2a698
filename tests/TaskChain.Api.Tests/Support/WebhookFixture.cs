namespace TaskChain.Api.Tests.Support;

/// <summary>A service that may call one receiver, and tries again soon.</summary>
public sealed class WebhookFixture : IAsyncLifetime
{
    private TestService? _service;

    internal Api Api => _service?.Api ?? throw new InvalidOperationException("The service has not started.");

    internal WebhookReceiver Receiver { get; } = new();

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync(options =>
    {
        options.Webhooks.Allow = $"{Receiver.Origin} https://*.example.com http://localhost:81 http://[::1]:82";
        options.Webhooks.Timeout = TimeSpan.FromSeconds(2);
        options.Webhooks.RetryDelay = TimeSpan.FromMilliseconds(100);
        options.Webhooks.MaxAttempts = 4;
    });

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
