using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <content>Questions about many jobs.</content>
public sealed partial class InMemoryJobStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredJob>> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var found = Find(filter).OrderByDescending(r => r.Posted.CreatedAt).ThenByDescending(r => r.Posted.Id.Value);
            return Task.FromResult<IReadOnlyList<StoredJob>>(
            [
                .. found.Where(r => filter.After is not { } after || IsAfter(r, after)).Skip(filter.Offset).Take(filter.Limit)
                    .Select(r => ToStored(r, withLog: false)),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(Find(filter).LongCount());
    }

    /// <inheritdoc/>
    public Task<JobTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var now = _storage.Time.GetUtcNow();
            return Task.FromResult(new JobTotals(
                Count(DateTimeOffset.MinValue, now.AddHours(-24)), Count(now.AddHours(-24), now.AddHours(-2)),
                Count(now.AddHours(-2), now.AddHours(-1)), Count(now.AddHours(-1), DateTimeOffset.MaxValue)));
        }
    }

    /// <inheritdoc/>
    public Task<long> CountLiveAsync(string consumer, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_rows.Values.LongCount(r => r.IsLive && r.Posted.Consumer == consumer));
    }

    /// <inheritdoc/>
    public Task<LogbookPart?> ReadLogAsync(JobId job, int fromSequence, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            return Task.FromResult(_rows.TryGetValue(job, out var row) ? new LogbookPart(row.Status, row.LogFrom(fromSequence)) : null);
        }
    }

    private static bool IsAfter(InMemoryJob row, JobCursor after)
    {
        int order = row.Posted.CreatedAt.CompareTo(after.CreatedAt);
        return order < 0 || (order == 0 && row.Posted.Id.Value.CompareTo(after.Id.Value) < 0);
    }

    private IEnumerable<InMemoryJob> Find(JobFilter filter) => _rows.Values.Where(r =>
        (filter.Status is null || r.Status == filter.Status) && (filter.Name is null || r.Posted.Name == filter.Name)
        && (filter.Target is null || r.Posted.Target == filter.Target) && (filter.Consumer is null || r.Posted.Consumer == filter.Consumer)
        && (filter.Since is null || r.Posted.CreatedAt >= filter.Since) && (filter.Until is null || r.Posted.CreatedAt <= filter.Until)
        && filter.Search.All(r.Search.Contains));

    private Dictionary<JobStatus, long> Count(DateTimeOffset from, DateTimeOffset before) => Enum.GetValues<JobStatus>().ToDictionary(
        status => status, status => _rows.Values.LongCount(r => r.Status == status && r.Posted.CreatedAt >= from && r.Posted.CreatedAt < before));
}
