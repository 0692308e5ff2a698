using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Lists, counts and removes jobs.</summary>
internal sealed class JobDirectory(EngineStores stores, JobReader reader, LiveJobs live, RunnerHost host, TimeProvider time)
{
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly RecentTotals _totals = new(stores.Queries, time);

    public async Task<JobPage> ListAsync(JobFilter filter, bool count, CancellationToken cancellationToken)
    {
        var stored = await stores.Queries.ListAsync(filter, cancellationToken);
        var views = new JobView[stored.Count];
        for (var i = 0; i < views.Length; i++) views[i] = await reader.ReadSummaryAsync(stored[i], cancellationToken);

        // A page that is not full is the end of the list; one beyond the end tells nothing.
        var isLast = stored.Count < filter.Limit;
        long? total = null;
        if (count && filter.After is null)
        {
            total = isLast && (stored.Count > 0 || filter.Offset == 0)
                ? filter.Offset + stored.Count
                : await stores.Queries.CountAsync(filter, cancellationToken);
        }

        isLast |= total == filter.Offset + stored.Count;
        return new JobPage(views, total, isLast ? null : new JobCursor(stored[^1].Posted.CreatedAt, stored[^1].Posted.Id));
    }

    public Task<JobTotals> TotalsAsync(CancellationToken cancellationToken) => _totals.ReadAsync(cancellationToken);

    public async Task<EngineSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        var totals = await TotalsAsync(cancellationToken);
        var running = await ListAsync(new JobFilter { Status = JobStatus.Running, Limit = EngineSnapshot.MaxJobs }, count: false, cancellationToken);
        var queued = await ListAsync(new JobFilter { Status = JobStatus.Queued, Limit = EngineSnapshot.MaxJobs }, count: false, cancellationToken);
        var known = await stores.Runners.ListAsync(cancellationToken);
        return new EngineSnapshot(time.GetUtcNow() - _since, RecentTotals.Sum(totals), running.Jobs, queued.Jobs, known, host.Running);
    }

    public async Task<DeleteJobOutcome> DeleteAsync(JobId job, CancellationToken cancellationToken)
    {
        var outcome = await stores.Control.DeleteAsync(job, cancellationToken);
        if (outcome == DeleteJobOutcome.Deleted) live.Forget(job);
        return outcome;
    }
}
