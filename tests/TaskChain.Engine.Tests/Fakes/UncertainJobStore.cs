using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>A job store whose answers get lost: the write is done, the caller sees an error.</summary>
internal sealed class UncertainJobStore(IJobStore inner) : IJobStore
{
    public int LostInserts { get; set; }

    /// <summary>What inserts are answered with instead of being done; null to do them.</summary>
    public InsertJobOutcome? Refusal { get; set; }

    /// <summary>Number of inserts that were asked for.</summary>
    public int Inserts { get; private set; }

    public int LostClaims { get; set; }

    public int LostAppends { get; set; }

    public async ValueTask<InsertJobOutcome> InsertAsync(NewJob job, CancellationToken cancellationToken)
    {
        Inserts++;
        if (Refusal is { } refusal) return refusal;
        var outcome = await inner.InsertAsync(job, cancellationToken);
        return --LostInserts >= 0 ? throw new IOException("The answer was lost.") : outcome;
    }

    public async ValueTask<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken)
    {
        var outcome = await inner.AppendAsync(append, cancellationToken);
        return --LostAppends >= 0 ? throw new IOException("The answer was lost.") : outcome;
    }

    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken)
    {
        var claimed = await inner.ClaimAsync(runner, max, cancellationToken);
        return claimed.Count > 0 && --LostClaims >= 0 ? throw new IOException("The answer was lost.") : claimed;
    }

    public Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken) => inner.NextDueAsync(cancellationToken);

    public Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken) => inner.FindAsync(job, cancellationToken);

    public Task<bool> AppendInfoAsync(JobId job, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        inner.AppendInfoAsync(job, json, cancellationToken);

    public ValueTask AppendOutputAsync(JobOutput output, CancellationToken cancellationToken) => inner.AppendOutputAsync(output, cancellationToken);

    public Task<IReadOnlyList<JobOutput>> ReadOutputAsync(JobId job, JobOutputKind? kind, CancellationToken cancellationToken) =>
        inner.ReadOutputAsync(job, kind, cancellationToken);
}
