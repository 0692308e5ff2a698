using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TaskChain.Contracts;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>
/// Follows jobs. Events of the logbook are always read from the store, so that none is missed or given twice wherever the job is; what is announced on
/// this node only says when to look. What bodies say comes from the announcements while the job is here, and from the store while it is elsewhere.
/// </summary>
internal sealed class JobHistory(EngineStores stores, WorkflowLibrary workflows, RunnerHost host, JobHub hub, TimeProvider time)
{
    private const int MaxMissed = 256;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    /// <summary>What happens to a job, from the event after the given one to its end; null when there is no such job.</summary>
    public async Task<IAsyncEnumerable<JobHistoryItem>?> ReadAsync(JobId job, int after, CancellationToken cancellationToken)
    {
        if (await stores.Jobs.FindAsync(job, cancellationToken) is not { } stored) return null;
        var workflow = await workflows.FindRevisionAsync(stored.Posted.WorkflowRevision, cancellationToken);
        return FollowAsync(job, Math.Clamp(after, -1, int.MaxValue - 1) + 1, workflow?.Plan, cancellationToken);
    }

    private async IAsyncEnumerable<JobHistoryItem> FollowAsync(
        JobId job, int next, Plan? plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var announced = new Announcements(time);

        // Watch first, look then: what is recorded in between is not missed.
        using var watching = hub.Watch(job, announced.Take);
        var elsewhere = new RemoteOutput(stores.Jobs, job);
        var poll = FirstPoll;
        var lookAt = time.GetUtcNow();
        while (true)
        {
            while (announced.TryTakeSaid(out var said)) yield return said;
            if (announced.TryTakeRecorded() || time.GetUtcNow() >= lookAt)
            {
                var isHere = host.Find(job) is not null;
                if (await stores.Queries.ReadLogAsync(job, next, cancellationToken) is not { } part) yield break; // Deleted.
                foreach (var said in await elsewhere.ReadAsync(isHere, cancellationToken)) yield return said;
                var first = next;
                foreach (var entry in part.Entries)
                {
                    var events = JobJson.Read(entry);
                    for (var i = Math.Max(0, next - entry.Sequence); i < events.Length; i++)
                    {
                        yield return new JobHistoryItem(next++, JobTransitions.Word(events[i].Kind), JobHistoryJson.Of(events[i], plan));
                    }
                }

                if (part.Status.IsFinal()) yield break;
                poll = next > first ? FirstPoll : poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
                lookAt = time.GetUtcNow() + (isHere ? LongestPoll : poll);
            }

            await announced.WaitAsync(lookAt, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What is announced of a job on this node: what was said is kept, of what was recorded only that there is something.</summary>
    private sealed class Announcements(TimeProvider time)
    {
        private readonly WakeSignal _signal = new(time);
        private readonly Channel<JobHistoryItem> _said = Channel.CreateBounded<JobHistoryItem>(
            new BoundedChannelOptions(MaxMissed) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        private int _recorded;

        public void Take(JobUpdate update)
        {
            if (Said(update) is { } item) _said.Writer.TryWrite(item);
            else Volatile.Write(ref _recorded, 1);
            _signal.Set();
        }

        public bool TryTakeSaid([MaybeNullWhen(false)] out JobHistoryItem item) => _said.Reader.TryRead(out item);

        public bool TryTakeRecorded() => Interlocked.Exchange(ref _recorded, 0) == 1;

        public Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
        {
            var left = until - time.GetUtcNow();
            return _signal.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }

        private static JobHistoryItem? Said(JobUpdate update) => update switch
        {
            JobUpdate.Info info => new JobHistoryItem(null, "info", info.Json),
            JobUpdate.Log line => new JobHistoryItem(null, "log", JobHistoryJson.OfLog(line)),
            JobUpdate.Progress progress => new JobHistoryItem(null, "progress", JobHistoryJson.OfProgress(progress)),
            _ => null,
        };
    }

    /// <summary>What a job's bodies and callers say while no body of it runs on this node.</summary>
    private sealed class RemoteOutput(IJobStore store, JobId job)
    {
        private int? _known;

        /// <summary>What was said since the last look; nothing at the first look, nor while it is announced here.</summary>
        public async Task<IReadOnlyList<JobHistoryItem>> ReadAsync(bool isHere, CancellationToken cancellationToken)
        {
            if (isHere)
            {
                _known = null;
                return [];
            }

            var output = await store.ReadOutputAsync(job, null, cancellationToken);
            var known = _known ?? output.Count;
            _known = output.Count;
            if (known >= output.Count) return [];
            return [.. output.Skip(known).Select(said => new JobHistoryItem(null, said.Kind == JobOutputKind.Info ? "info" : "log", new RawJson(said.Json)))];
        }
    }
}
