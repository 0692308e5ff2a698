namespace TaskChain.Engine.Consumers;

/// <summary>
/// How many jobs of one consumer live: what the store counted at most a second ago, what this node posted since, and what it is posting. Jobs that other
/// nodes posted during that second are not seen, so a limit can be passed by as much.
/// </summary>
internal sealed class LiveJobCount(Func<CancellationToken, Task<long>> count, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Task? _counting;
    private long _asOf = long.MinValue;
    private long _counted;
    private long _postedSince;
    private long _postedWhileCounting;
    private long _posting;

    /// <summary>Begins to post jobs if they fit below a limit.</summary>
    /// <returns>Null when they do, else how many live: a count that is fresh.</returns>
    public async ValueTask<long?> BeginAsync(int jobs, long limit, CancellationToken cancellationToken)
    {
        if (!IsYounger(MaxAge)) await CountAsync(cancellationToken);
        if (TryBegin(jobs, limit) is null) return null;

        // Some may have ended since: nobody is refused because of an old count.
        if (!IsYounger(Fresh)) await CountAsync(cancellationToken);
        return TryBegin(jobs, limit);
    }

    /// <summary>Ends what <see cref="BeginAsync"/> began.</summary>
    public void End(int begun, int stored)
    {
        lock (_gate)
        {
            _posting -= begun;
            _postedSince += stored;
            _postedWhileCounting += stored;
        }
    }

    private bool IsYounger(TimeSpan age)
    {
        lock (_gate) return _asOf != long.MinValue && time.GetElapsedTime(_asOf) <= age;
    }

    private long? TryBegin(int jobs, long limit)
    {
        lock (_gate)
        {
            var live = _counted + _postedSince + _posting;
            if (live + jobs > limit) return live;
            _posting += jobs;
            return null;
        }
    }

    private Task CountAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_counting is not { IsCompleted: false }) _counting = CountOnceAsync();
            return _counting.WaitAsync(cancellationToken);
        }
    }

    private async Task CountOnceAsync()
    {
        var asOf = time.GetTimestamp();
        lock (_gate) _postedWhileCounting = 0;
        var counted = await count(CancellationToken.None); // shared by all who wait; the store bounds it
        lock (_gate)
        {
            // What was stored while it counted may be in the count or not: it is counted twice rather than not at all, until the next count.
            (_asOf, _counted, _postedSince) = (asOf, counted, _postedWhileCounting);
        }
    }
}
