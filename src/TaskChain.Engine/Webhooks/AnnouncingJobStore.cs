using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Webhooks;

/// <summary>A job store whose entries that end jobs are announced; everything else is passed on.</summary>
internal sealed class AnnouncingJobStore(IJobStore inner, EndAnnouncer announcer) : IJobStore
{
    public ValueTask<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken) =>
        announcer.IsWanted && append.Move is { } move && move.Status.IsFinal()
            ? AnnounceAsync(append with { Announces = true }, cancellationToken)
            : inner.AppendAsync(append, cancellationToken);

    public ValueTask<InsertJobOutcome> InsertAsync(NewJob job, CancellationToken cancellationToken) => inner.InsertAsync(job, cancellationToken);

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken) =>
        inner.ClaimAsync(runner, max, cancellationToken);

    public Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken) => inner.NextDueAsync(cancellationToken);

    public Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken) => inner.FindAsync(job, cancellationToken);

    public Task<bool> AppendInfoAsync(JobId job, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        inner.AppendInfoAsync(job, json, cancellationToken);

    public ValueTask AppendOutputAsync(JobOutput output, CancellationToken cancellationToken) => inner.AppendOutputAsync(output, cancellationToken);

    public Task<IReadOnlyList<JobOutput>> ReadOutputAsync(JobId job, JobOutputKind? kind, CancellationToken cancellationToken) =>
        inner.ReadOutputAsync(job, kind, cancellationToken);

    private async ValueTask<AppendOutcome> AnnounceAsync(JobAppend append, CancellationToken cancellationToken)
    {
        var outcome = await inner.AppendAsync(append, cancellationToken);
        if (outcome == AppendOutcome.Appended) announcer.Announced?.Invoke();
        return outcome;
    }
}
