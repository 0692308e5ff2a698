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
        return FollowAsync(job, Math.Max(after, -1) + 1, workflow?.Plan, cancellationToken);
    }

    private async IAsyncEnumerable<JobHistoryItem> FollowAsync(
        JobId job, int next, Plan? plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<JobHistoryItem>(new BoundedChannelOptions(MaxMissed) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var moved = new WakeSignal(time);

        // Watch first, look then: what is recorded in between is not missed.
        using var watching = hub.Watch(job, update =>
        {
            if (Said(update) is { } item) channel.Writer.TryWrite(item);
            moved.Set();
        });
        var elsewhere = new RemoteOutput(stores.Jobs, job);
        var poll = FirstPoll;
        while (true)
        {
            var isHere = host.Find(job) is not null;
            while (channel.Reader.TryRead(out var said)) yield return said;
            if (await stores.Queries.ReadLogAsync(job, next, cancellationToken) is not { } part) yield break; // Deleted.
            foreach (var said in await elsewhere.ReadAsync(isHere || part.Status.IsFinal(), cancellationToken)) yield return said;
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
            await moved.WaitAsync(isHere ? LongestPoll : poll, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static JobHistoryItem? Said(JobUpdate update) => update switch
    {
        JobUpdate.Info info => new JobHistoryItem(null, "info", info.Json),
        JobUpdate.Log line => new JobHistoryItem(null, "log", JobHistoryJson.OfLog(line)),
        JobUpdate.Progress progress => new JobHistoryItem(null, "progress", JobHistoryJson.OfProgress(progress)),
        _ => null,
    };

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
