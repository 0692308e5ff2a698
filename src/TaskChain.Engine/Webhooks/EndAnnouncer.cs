using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Webhooks;

/// <summary>
/// Marks the entries that end jobs, so that their deliveries are stored in the same commit, as long as there are webhooks. It stands between the engine and
/// the store: nothing else need know of webhooks. Whether there are any is looked at once a second, on every node.
/// </summary>
public sealed class EndAnnouncer
{
    private volatile bool _isWanted;

    /// <summary>True when there are webhooks.</summary>
    public bool IsWanted
    {
        get => _isWanted;
        internal set => _isWanted = value;
    }

    /// <summary>Looks whether there are any; an engine must not start before the first look, or ends of jobs that it takes over are not told.</summary>
    public async Task LookAsync(IWebhookStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        IsWanted = await store.AnyAsync(cancellationToken);
    }

    /// <summary>Called after an end was stored with its deliveries.</summary>
    internal Action? Announced { get; set; }

    /// <summary>The job store that engines get.</summary>
    public IJobStore Over(IJobStore jobs) => new AnnouncingJobStore(jobs, this);

    /// <summary>The job control that engines get.</summary>
    public IJobControl Over(IJobControl control) => new AnnouncingJobControl(control, this);
}
