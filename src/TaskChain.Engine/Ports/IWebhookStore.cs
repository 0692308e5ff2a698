namespace TaskChain.Engine.Ports;

/// <summary>
/// Webhooks and their deliveries. A delivery is stored in the commit that ends its job, by <see cref="IJobStore.AppendAsync"/> and
/// <see cref="IJobControl.MoveIdleAsync"/> (<see cref="JobAppend.Announces"/>): one for each webhook that wants that job's end. The store's clock decides
/// what is due.
/// </summary>
public interface IWebhookStore
{
    /// <summary>True when there is a webhook that is not disabled. Cheap: every node asks once a second.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Stores a webhook. False when its consumer has <paramref name="max"/> already.</summary>
    Task<bool> AddAsync(NewWebhook webhook, int max, CancellationToken cancellationToken);

    /// <summary>All webhooks, oldest first, disabled ones too.</summary>
    Task<IReadOnlyList<StoredWebhook>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A webhook, or null.</summary>
    Task<StoredWebhook?> FindAsync(Guid webhook, CancellationToken cancellationToken);

    /// <summary>Removes a webhook with its deliveries. False when there is none.</summary>
    Task<bool> DeleteAsync(Guid webhook, CancellationToken cancellationToken);

    /// <summary>Disables a webhook for good; its open deliveries are given up. Idempotent.</summary>
    Task DisableAsync(Guid webhook, string reason, CancellationToken cancellationToken);

    /// <summary>Stores a delivery that is of no job, due now. False when there is no such webhook, or it is disabled.</summary>
    Task<bool> AddTestAsync(Guid delivery, Guid webhook, CancellationToken cancellationToken);

    /// <summary>
    /// Claims due deliveries of webhooks that are not disabled; each counts as an attempt and is due again when the lease is over. Never blocks on rows
    /// that others hold.
    /// </summary>
    /// <param name="max">At most this many,</param>
    /// <param name="maxOfOne">and this many of one webhook,</param>
    /// <param name="busy">and none of these webhooks.</param>
    /// <param name="lease">How long others leave them alone.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        int max, int maxOfOne, IReadOnlyCollection<Guid> busy, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Writes how an attempt ended, unless the delivery has been claimed again since.</summary>
    Task CompleteAsync(DeliveryAttempt attempt, CancellationToken cancellationToken);

    /// <summary>A webhook's deliveries, newest first.</summary>
    Task<IReadOnlyList<StoredDelivery>> ListDeliveriesAsync(Guid webhook, int limit, CancellationToken cancellationToken);

    /// <summary>Removes deliveries that ended longer ago than this, and what is left of removed webhooks.</summary>
    /// <returns>How many went; less than <paramref name="batch"/> when nothing more is to go.</returns>
    Task<int> PruneAsync(TimeSpan age, int batch, CancellationToken cancellationToken);
}

/// <summary>A webhook to store.</summary>
public sealed record NewWebhook
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is: only ends of that consumer's jobs are told. Null for a caller without a key: ends of all jobs are.</summary>
    public string? Consumer { get; init; }

    /// <summary>Where to.</summary>
    public required string Url { get; init; }

    /// <summary>Only ends with one of these; empty for all.</summary>
    public IReadOnlyList<JobStatus> Statuses { get; init; } = [];

    /// <summary>Only jobs of the workflow with that id.</summary>
    public Guid? WorkflowId { get; init; }

    /// <summary>Only jobs of workflows with that name.</summary>
    public string? WorkflowName { get; init; }

    /// <summary>What deliveries are signed with.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }
}

/// <summary>A webhook as stored.</summary>
/// <param name="Posted">What was stored.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="DisabledAt">Since when nothing is delivered, or null.</param>
/// <param name="DisabledReason">Why, or null.</param>
public sealed record StoredWebhook(NewWebhook Posted, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason);

/// <summary>A delivery to attempt.</summary>
/// <param name="Id">Its id; the same at every attempt.</param>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secret">What to sign with.</param>
/// <param name="Job">The job that ended; null for a test.</param>
/// <param name="Attempt">Number of this attempt, from 1.</param>
public sealed record ClaimedDelivery(Guid Id, Guid Webhook, string Url, ReadOnlyMemory<byte> Secret, JobId? Job, int Attempt);

/// <summary>How an attempt ended.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="State">Pending to try again, or its end.</param>
/// <param name="RetryAfter">For pending: not before now plus this.</param>
/// <param name="Status">HTTP status that was answered, or null.</param>
/// <param name="Error">What went wrong, or null.</param>
public sealed record DeliveryAttempt(Guid Delivery, int Attempt, DeliveryState State, TimeSpan RetryAfter, int? Status, string? Error);

/// <summary>Where a delivery is.</summary>
public enum DeliveryState
{
    /// <summary>To be attempted, when it is due.</summary>
    Pending,

    /// <summary>Answered with 2xx.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Dead,
}

/// <summary>A delivery as stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Job">The job; null for a test.</param>
/// <param name="Status">How the job ended; null for a test.</param>
/// <param name="State">Where it is.</param>
/// <param name="Attempts">Number of attempts so far.</param>
/// <param name="CreatedAt">When the job ended.</param>
/// <param name="DueAt">When it is attempted next; null when it has ended.</param>
/// <param name="AttemptedAt">When it was attempted last, or null.</param>
/// <param name="LastStatus">HTTP status that was answered last, or null.</param>
/// <param name="LastError">What went wrong last, or null.</param>
public sealed record StoredDelivery(
    Guid Id, JobId? Job, JobStatus? Status, DeliveryState State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt,
    DateTimeOffset? AttemptedAt, int? LastStatus, string? LastError);
