using System.Collections.Concurrent;
using System.Collections.Immutable;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Execution;

/// <summary>Tells who watches a job what happens to it on this node. Jobs that nobody watches cost one look-up.</summary>
internal sealed class JobHub
{
    private readonly ConcurrentDictionary<JobId, ImmutableArray<Action<JobUpdate>>> _watchers = new();

    public bool IsWatched(JobId job) => !_watchers.IsEmpty && _watchers.ContainsKey(job);

    /// <summary>Calls back for each update, on the thread where it happens: the callback must be quick and must not throw.</summary>
    public IDisposable Watch(JobId job, Action<JobUpdate> watcher)
    {
        _watchers.AddOrUpdate(job, _ => [watcher], (_, others) => others.Add(watcher));
        return new Watching(this, job, watcher);
    }

    public void Publish(JobUpdate update)
    {
        if (!_watchers.TryGetValue(update.Job, out var watchers)) return;
        foreach (var watcher in watchers) watcher(update);
    }

    private void Remove(JobId job, Action<JobUpdate> watcher)
    {
        while (_watchers.TryGetValue(job, out var watchers))
        {
            var left = watchers.Remove(watcher);
            if (left.IsEmpty ? _watchers.TryRemove(KeyValuePair.Create(job, watchers)) : _watchers.TryUpdate(job, left, watchers)) return;
        }
    }

    private sealed class Watching(JobHub hub, JobId job, Action<JobUpdate> watcher) : IDisposable
    {
        public void Dispose() => hub.Remove(job, watcher);
    }
}
