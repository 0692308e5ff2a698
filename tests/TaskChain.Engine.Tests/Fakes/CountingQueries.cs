using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>Queries that count how often a logbook is read.</summary>
internal sealed class CountingQueries(IJobQueries inner) : IJobQueries
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public Task<IReadOnlyList<StoredJob>> ListAsync(JobFilter filter, CancellationToken cancellationToken) => inner.ListAsync(filter, cancellationToken);

    public Task<long> CountAsync(JobFilter filter, CancellationToken cancellationToken) => inner.CountAsync(filter, cancellationToken);

    public Task<JobTotals> TotalsAsync(CancellationToken cancellationToken) => inner.TotalsAsync(cancellationToken);

    public Task<long> CountLiveAsync(string consumer, CancellationToken cancellationToken) => inner.CountLiveAsync(consumer, cancellationToken);

    public Task<LogbookPart?> ReadLogAsync(JobId job, int fromSequence, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadLogAsync(job, fromSequence, cancellationToken);
    }
}
