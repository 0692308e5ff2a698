using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>
/// Numbers of jobs, at most a second old: counting reads an index as long as the list of jobs, and dashboards ask often. Who asks while they are being
/// counted waits for that count.
/// </summary>
internal sealed class RecentTotals(IJobQueries queries, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<JobTotals>? _counting;
    private long _countedAt;

    public Task<JobTotals> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_counting is null || _counting.IsFaulted || _counting.IsCanceled
                || (_counting.IsCompleted && time.GetElapsedTime(Volatile.Read(ref _countedAt)) >= MaxAge))
            {
                // Not one caller's: others wait for it too.
                _counting = CountAsync();
            }

            return _counting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The numbers of all ages together.</summary>
    public static Dictionary<JobStatus, long> Sum(JobTotals totals)
    {
        var sum = new Dictionary<JobStatus, long>();
        foreach (var status in Enum.GetValues<JobStatus>())
        {
            sum[status] = totals.AllTime.GetValueOrDefault(status) + totals.Past24h.GetValueOrDefault(status)
                + totals.PastHour.GetValueOrDefault(status) + totals.Current.GetValueOrDefault(status);
        }

        return sum;
    }

    private async Task<JobTotals> CountAsync()
    {
        var totals = await queries.TotalsAsync(CancellationToken.None);
        Volatile.Write(ref _countedAt, time.GetTimestamp());
        return totals;
    }
}
