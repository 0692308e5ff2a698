using System.Collections.Concurrent;
using System.Collections.Frozen;
using TaskChain.Engine.Caching;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>The jobs that are under way on this node, those that ended here a moment ago, and what is wanted of them.</summary>
internal sealed class LiveJobs(TimeProvider time)
{
    private const int RecentJobs = 1024;
    private const long MaxRecentBytes = 32 * 1024;

    /// <summary>How long a job that has ended is answered from memory: another node may delete it.</summary>
    private static readonly TimeSpan RecentTime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<JobId, LiveJob> _live = new();
    private readonly GenerationCache<JobId, LiveJob> _recent = new(RecentJobs);
    private readonly Lock _gate = new();
    private volatile FrozenSet<string> _pausedNames = [];
    private long _namesStamp;
    private long _stamp;

    /// <summary>A job that is under way here, or ended here a moment ago.</summary>
    public LiveJob? Find(JobId job)
    {
        if (_live.TryGetValue(job, out var live)) return live;
        if (_recent.Find(job) is not { } recent) return null;
        if (time.GetUtcNow() - recent.State.FinishedAt <= RecentTime) return recent;
        _recent.Remove(job);
        return null;
    }

    public void Add(LiveJob job) => _live[job.Id] = job;

    /// <summary>The job has left this node. One that has ended is kept for a while, since its callers are about to ask for it.</summary>
    public void Remove(LiveJob job)
    {
        if (job.IsEnded && job.DurableEvents == job.State.EventCount && job.WrittenBytes <= MaxRecentBytes) _recent.Set(job.Id, job);
        _live.TryRemove(KeyValuePair.Create(job.Id, job));
    }

    /// <summary>Some of the jobs that have ended were deleted.</summary>
    public void ForgetEnded() => _recent.Clear();

    /// <summary>A job was deleted.</summary>
    public void Forget(JobId job) => _recent.Remove(job);

    /// <summary>Begins something that tells what is wanted: of two, the one that began later is right.</summary>
    public long NextStamp() => Interlocked.Increment(ref _stamp);

    /// <summary>Cancels a job that is under way here; its request is durable.</summary>
    public void Cancel(JobId job, string? by)
    {
        if (_live.TryGetValue(job, out var live)) live.RequestCancel(by);
    }

    /// <summary>Pauses a job that is under way here, or lifts that.</summary>
    public void SetPaused(JobId job, bool paused)
    {
        if (_live.TryGetValue(job, out var live)) live.Paused.Set(paused, NextStamp());
    }

    /// <summary>True when nothing of the job is to be started.</summary>
    public bool IsPaused(LiveJob job) => job.Paused.Value || IsNamePaused(job.Posted.Name);

    public bool IsNamePaused(string name) => _pausedNames is { Count: > 0 } names && names.Contains(name);

    /// <summary>Pauses all jobs of a name, or lifts that.</summary>
    public void SetNamePaused(string name, bool paused)
    {
        lock (_gate)
        {
            _namesStamp = NextStamp();
            var others = _pausedNames.Where(other => other != name);
            _pausedNames = (paused ? others.Append(name) : others).ToFrozenSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Takes over which names are paused, as read by something that began with the stamp.</summary>
    public void SetPausedNames(IReadOnlyList<string> names, long stamp)
    {
        lock (_gate)
        {
            if (stamp < _namesStamp) return;
            _namesStamp = stamp;
            if (names.Count > 0 || _pausedNames.Count > 0) _pausedNames = names.ToFrozenSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Passes on what is wanted of a runner's jobs, as read by something that began with the stamp.</summary>
    public void Apply(RunnerId runner, RunnerSignals signals, long stamp)
    {
        foreach (var job in _live.Values)
        {
            if (job.Paused.Value && job.Life.Id == runner && !signals.Jobs.Any(signal => signal.Job == job.Id && signal.Pause)) job.Paused.Set(false, stamp);
        }

        foreach (var signal in signals.Jobs)
        {
            if (!_live.TryGetValue(signal.Job, out var job) || job.Life.Id != runner) continue;
            if (signal.Cancel) job.RequestCancel(null);
            if (signal.Pause) job.Paused.Set(true, stamp);
        }
    }
}
