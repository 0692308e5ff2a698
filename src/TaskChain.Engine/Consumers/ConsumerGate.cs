using System.Collections.Concurrent;
using System.Globalization;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>Keeps consumers to their limits when they post jobs. Rates are per node; live jobs are those of all nodes.</summary>
public sealed class ConsumerGate
{
    private static readonly TimeSpan LiveJobsPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);
    private readonly Func<string, CancellationToken, Task<long>> _countLive;
    private readonly TimeProvider _time;

    /// <summary>Every consumer begins with a full burst.</summary>
    /// <param name="countLive">Counts a consumer's live jobs: <see cref="IJobQueries.CountLiveAsync"/>.</param>
    /// <param name="time">The clock.</param>
    public ConsumerGate(Func<string, CancellationToken, Task<long>> countLive, TimeProvider time) => (_countLive, _time) = (countLive, time);

    /// <summary>Asks to post jobs.</summary>
    /// <param name="consumer">Who asks, or null for callers without a key, who have no limits.</param>
    /// <param name="limits">The consumer's limits as they are now.</param>
    /// <param name="jobs">How many jobs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<JobAdmission> EnterAsync(string? consumer, ConsumerLimits limits, int jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (consumer is null || (limits.JobsPerSecond is null && limits.MaxLiveJobs is null)) return new(JobAdmission.Admitted.Freely);
        var meter = _meters.GetOrAdd(consumer, static (name, gate) => new Meter(new LiveJobCount(token => gate._countLive(name, token), gate._time)), this);
        if (limits.JobsPerSecond is { } rate && meter.Charge(rate, limits.Burst, jobs, _time) is var (wait, observed) && wait > TimeSpan.Zero)
        {
            return new(RateLimited(consumer, rate, wait, observed));
        }

        return limits.MaxLiveJobs is { } max ? LiveAsync(meter.Live, consumer, max, jobs, cancellationToken) : new(JobAdmission.Admitted.Freely);
    }

    private static async ValueTask<JobAdmission> LiveAsync(LiveJobCount live, string consumer, long max, int jobs, CancellationToken cancellationToken)
    {
        if (await live.BeginAsync(jobs, max, cancellationToken) is not { } observed) return new JobAdmission.Admitted(live, jobs);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Consumer '{consumer}' has {observed} live jobs of at most {max} ('max_live_jobs'), and asks for {jobs} more. Wait until some have ended.");
        return new JobAdmission.Limited(ProblemCodes.TooManyLiveJobs, message, LiveJobsPause, max, observed);
    }

    private static JobAdmission.Limited RateLimited(string consumer, double rate, TimeSpan wait, int observed)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Consumer '{consumer}' may post {rate:0.###} jobs per second on this node ('jobs_per_second'), and asked for {observed} within the last second.");
        return new JobAdmission.Limited(ProblemCodes.RateLimited, message, wait, rate, observed);
    }

    /// <summary>What is known of one consumer.</summary>
    private sealed class Meter(LiveJobCount live)
    {
        private readonly Lock _gate = new();
        private TokenBucket? _bucket;
        private long _second;
        private int _asked;

        public LiveJobCount Live { get; } = live;

        /// <returns>How long to wait, zero when the jobs may be posted, and how many were asked for within a second.</returns>
        public (TimeSpan Wait, int Observed) Charge(double rate, int? burst, int jobs, TimeProvider time)
        {
            var size = burst ?? Math.Max(1, rate);
            lock (_gate)
            {
                var now = time.GetTimestamp();
                if (time.GetElapsedTime(_second, now) >= TimeSpan.FromSeconds(1)) (_second, _asked) = (now, 0);
                _asked += jobs;
                if (_bucket is not { } bucket || bucket.Rate != rate || bucket.Burst != size) _bucket = bucket = new TokenBucket(rate, size, time);
                return bucket.TryTake(jobs, out var wait) ? (TimeSpan.Zero, _asked) : (wait, _asked);
            }
        }
    }
}
