using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Webhooks;

/// <summary>
/// Delivers what is due: at least once, to every webhook in parallel, a few at a time to one. An attempt that is cut off is made again when its lease is
/// over, by whichever node sees it first.
/// </summary>
internal sealed partial class WebhookDeliverer(
    IWebhookStore store, IWebhookSender sender, JobService jobs, EndAnnouncer announcer, WebhookOptions options, TimeProvider time,
    ILogger<WebhookDeliverer> log) : IDisposable
{
    private const int MaxAtOnce = 32;
    private const int MaxOfOne = 4;
    private const int Gone = 410;
    private const int PruneBatch = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepTime = TimeSpan.FromDays(7);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly WakeSignal _wake = new(time);
    private readonly ConcurrentDictionary<Guid, int> _busy = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private readonly CancellationTokenSource _cut = new();
    private int _atOnce;

    public WebhookCounters Counters { get; } = new();

    /// <summary>Looks at once, for what has just been stored.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Delivers until cancelled; then what is under way may end for a moment.</summary>
    public async Task LoopAsync(CancellationToken cancellationToken)
    {
        var pruned = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                more = await RunOnceAsync(cancellationToken);
                if (time.GetElapsedTime(pruned) > PruneInterval)
                {
                    pruned = time.GetTimestamp();
                    await PruneAsync(cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogUnavailable(e);
            }

            if (!more) await _wake.WaitAsync(Interval, cancellationToken);
        }

        await Task.WhenAny(Task.WhenAll(_underWay.Keys), Task.Delay(DrainTime, time, CancellationToken.None));
        await _cut.CancelAsync();
        await Task.WhenAll(_underWay.Keys);
    }

    /// <summary>Looks whether there are webhooks, and begins to deliver what is due.</summary>
    /// <returns>True when there may be more to begin at once.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await announcer.LookAsync(store, cancellationToken);
        var free = MaxAtOnce - Volatile.Read(ref _atOnce);
        if (!announcer.IsWanted || free <= 0) return false;
        Guid[] busy = [.. _busy.Where(entry => entry.Value >= MaxOfOne).Select(entry => entry.Key)];

        // The lease outlives the attempt by what it takes to write how it ended.
        var claimed = await store.ClaimAsync(free, MaxOfOne, busy, options.Timeout + TimeSpan.FromSeconds(5), cancellationToken);
        foreach (var delivery in claimed) Begin(delivery);
        return claimed.Count == free;
    }

    /// <summary>Only after the loop has ended.</summary>
    public void Dispose() => _cut.Dispose();

    private void Begin(ClaimedDelivery delivery)
    {
        Interlocked.Increment(ref _atOnce);
        _busy.AddOrUpdate(delivery.Webhook, 1, static (_, count) => count + 1);
        var task = DeliverAsync(delivery);
        _underWay[task] = true;
        _ = task.ContinueWith(ended => _underWay.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task DeliverAsync(ClaimedDelivery delivery)
    {
        try
        {
            await AttemptAsync(delivery);
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            // The service stops; another node makes the attempt again when the lease is over.
        }
        catch (Exception e)
        {
            LogCutOff(e, delivery.Id);
        }

        Interlocked.Decrement(ref _atOnce);
        if (_busy.AddOrUpdate(delivery.Webhook, 0, static (_, count) => count - 1) == 0) _busy.TryRemove(KeyValuePair.Create(delivery.Webhook, 0));
        _wake.Set();
    }

    private async Task AttemptAsync(ClaimedDelivery delivery)
    {
        await Task.Yield(); // the loop goes on
        if (delivery.Attempt > options.MaxAttempts)
        {
            // Attempts that a fault of this side cut off were counted by their claims only.
            await EndAsync(delivery, new WebhookAnswer(null, "All attempts were cut off before they could end."), DeliveryState.Dead);
            return;
        }

        if (await BodyAsync(delivery) is not { } body)
        {
            await EndAsync(delivery, new WebhookAnswer(null, "The job has been removed."), DeliveryState.Dead);
            return;
        }

        var id = delivery.Id.ToString("D");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var message = new WebhookMessage(new Uri(delivery.Url), id, now, WebhookSigner.Sign(delivery.Secret.Span, id, now, body.Span), body);
        var answer = await sender.SendAsync(message, _cut.Token);
        if (answer.Status is >= 200 and < 300) await EndAsync(delivery, answer, DeliveryState.Delivered);
        else if (answer.Status == Gone) await DisableAsync(delivery, answer);
        else await EndAsync(delivery, answer, delivery.Attempt < options.MaxAttempts ? DeliveryState.Pending : DeliveryState.Dead);
    }

    private async Task<ReadOnlyMemory<byte>?> BodyAsync(ClaimedDelivery delivery)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Json);
        if (delivery.Job is { } id)
        {
            if (await jobs.FindAsync(id.Value, _cut.Token) is not { } job) return null;
            job.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBoolean("test"u8, true);
            writer.WriteString("webhook"u8, delivery.Webhook);
            writer.WriteString("date"u8, time.GetUtcNow().UtcDateTime);
            writer.WriteEndObject();
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    private async Task DisableAsync(ClaimedDelivery delivery, WebhookAnswer answer)
    {
        await EndAsync(delivery, answer, DeliveryState.Dead);
        await store.DisableAsync(delivery.Webhook, "Its receiver answered 410 (gone).", _cut.Token);
        LogDisabled(delivery.Webhook);
    }

    private async Task EndAsync(ClaimedDelivery delivery, WebhookAnswer answer, DeliveryState state)
    {
        var retry = state == DeliveryState.Pending ? WebhookBackOff.After(options, delivery.Attempt, Random.Shared.NextDouble()) : TimeSpan.Zero;
        var error = answer.Error ?? (state == DeliveryState.Delivered ? null : $"The receiver answered {answer.Status}.");
        Counters.Count(state == DeliveryState.Delivered, state == DeliveryState.Dead);
        await store.CompleteAsync(new DeliveryAttempt(delivery.Id, delivery.Attempt, state, retry, answer.Status, error), _cut.Token);
        if (state == DeliveryState.Dead) LogDead(delivery.Id, delivery.Webhook, delivery.Attempt, error ?? "");
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        while (await store.PruneAsync(KeepTime, PruneBatch, cancellationToken) == PruneBatch)
        {
        }
    }

    [LoggerMessage(1120, LogLevel.Warning, "Webhooks could not be looked at; what is due is delivered later.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(1121, LogLevel.Warning, "Delivery {DeliveryId} was cut off; it is attempted again.")]
    private partial void LogCutOff(Exception exception, Guid deliveryId);

    [LoggerMessage(1122, LogLevel.Warning, "Delivery {DeliveryId} of webhook {WebhookId} is given up after {Attempts} attempts: {Reason}")]
    private partial void LogDead(Guid deliveryId, Guid webhookId, int attempts, string reason);

    [LoggerMessage(1123, LogLevel.Warning, "Webhook {WebhookId} is disabled: its receiver answered 410 (gone).")]
    private partial void LogDisabled(Guid webhookId);
}
