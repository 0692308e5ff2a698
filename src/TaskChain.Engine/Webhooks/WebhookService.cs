using Microsoft.Extensions.Logging;
using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Webhooks;

/// <summary>Webhooks: whom to tell when a job ends. A consumer is told of its own jobs; a caller without a key of everybody's.</summary>
public sealed class WebhookService : IAsyncDisposable
{
    /// <summary>How many webhooks a consumer may have.</summary>
    public const int MaxPerConsumer = 100;

    private const int MaxListed = 100;

    private readonly IWebhookStore _store;
    private readonly IWebhookSender _sender;
    private readonly EndAnnouncer _announcer;
    private readonly WebhookDeliverer _deliverer;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Nothing is delivered before <see cref="Start"/>.</summary>
    public WebhookService(
        IWebhookStore store, IWebhookSender sender, JobService jobs, EndAnnouncer announcer, WebhookOptions options, TimeProvider time,
        ILoggerFactory logging)
    {
        ArgumentNullException.ThrowIfNull(announcer);
        (_store, _sender, _announcer) = (store, sender, announcer);
        _deliverer = new WebhookDeliverer(store, sender, jobs, announcer, options, time, logging.CreateLogger<WebhookDeliverer>());
        announcer.Announced = _deliverer.Wake;
    }

    /// <summary>What this node has attempted.</summary>
    public WebhookCounters Counters => _deliverer.Counters;

    /// <summary>Delivers from now on.</summary>
    public void Start() => _loop = _deliverer.LoopAsync(_stop.Token);

    /// <summary>Creates a webhook from a request's body: any JSON. Ends of jobs are told from a second later on, on every node.</summary>
    public async Task<WebhookCreation> CreateAsync(RawJson body, string? consumer, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        if (WebhookDemand.Read(body, _sender, problems) is not { } demand) return new WebhookCreation.Invalid(problems.Problems);
        var isId = Guid.TryParseExact(demand.Workflow, "D", out var workflow);
        var secret = WebhookSigner.MakeSecret();
        var webhook = new NewWebhook
        {
            Id = Guid.CreateVersion7(),
            Consumer = consumer,
            Url = demand.Url.AbsoluteUri,
            Statuses = demand.Statuses,
            WorkflowId = isId ? workflow : null,
            WorkflowName = isId ? null : demand.Workflow,
            Secret = secret,
        };
        if (!await _store.AddAsync(webhook, MaxPerConsumer, cancellationToken)) return new WebhookCreation.TooMany(MaxPerConsumer);
        _announcer.IsWanted = true; // this node need not look first
        var stored = await _store.FindAsync(webhook.Id, cancellationToken)
            ?? throw new InvalidOperationException($"The webhook '{webhook.Id}' was removed while it was created.");
        return new WebhookCreation.Created(stored, WebhookSigner.Text(secret));
    }

    /// <summary>The webhooks that somebody may see, oldest first.</summary>
    public async Task<IReadOnlyList<StoredWebhook>> ListAsync(WebhookViewer viewer, CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(cancellationToken)).Where(webhook => IsSeen(webhook, viewer))];

    /// <summary>Removes a webhook with its deliveries; what is under way may still arrive. False when there is none that the viewer sees.</summary>
    public async Task<bool> DeleteAsync(Guid id, WebhookViewer viewer, CancellationToken cancellationToken) =>
        await FindAsync(id, viewer, cancellationToken) is not null && await _store.DeleteAsync(id, cancellationToken);

    /// <summary>The newest deliveries of a webhook, at most 100, newest first; null when there is none that the viewer sees.</summary>
    public async Task<IReadOnlyList<StoredDelivery>?> ListDeliveriesAsync(Guid id, WebhookViewer viewer, CancellationToken cancellationToken) =>
        await FindAsync(id, viewer, cancellationToken) is null ? null : await _store.ListDeliveriesAsync(id, MaxListed, cancellationToken);

    /// <summary>Delivers something that is no job's end. Returns the delivery's id; null when there is no such webhook, or it is disabled.</summary>
    public async Task<Guid?> TestAsync(Guid id, WebhookViewer viewer, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, viewer, cancellationToken) is null) return null;
        var delivery = Guid.CreateVersion7();
        if (!await _store.AddTestAsync(delivery, id, cancellationToken)) return null;
        _deliverer.Wake();
        return delivery;
    }

    /// <summary>Stops delivering; attempts under way get a moment. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _loop;
        _deliverer.Dispose();
        _stop.Dispose();
    }

    private async Task<StoredWebhook?> FindAsync(Guid id, WebhookViewer viewer, CancellationToken cancellationToken) =>
        await _store.FindAsync(id, cancellationToken) is { } webhook && IsSeen(webhook, viewer) ? webhook : null;

    private static bool IsSeen(StoredWebhook webhook, WebhookViewer viewer) => viewer.SeesAll || webhook.Posted.Consumer == viewer.Consumer;
}
