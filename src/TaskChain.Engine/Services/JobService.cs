using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TaskChain.Contracts;
using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Takes, answers and resumes jobs.</summary>
public sealed partial class JobService
{
    private const int MaxMissedUpdates = 256;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private readonly JobSubmitter _submitter;
    private readonly JobReader _reader;
    private readonly JobCanceler _canceler;
    private readonly JobPauser _pauser;
    private readonly JobHistory _history;
    private readonly IJobStore _store;
    private readonly JobDirectory _directory;
    private readonly RunnerHost _host;
    private readonly JobHub _hub;
    private readonly TimeProvider _time;

    internal JobService(
        JobSubmitter submitter, JobReader reader, JobDirectory directory, JobCanceler canceler, JobPauser pauser, JobHistory history, IJobStore store,
        RunnerHost host, JobHub hub, TimeProvider time)
    {
        _submitter = submitter;
        _reader = reader;
        _canceler = canceler;
        _pauser = pauser;
        _history = history;
        _store = store;
        _directory = directory;
        _host = host;
        _hub = hub;
        _time = time;
    }

    /// <summary>A job, from memory when it runs on this node; null when there is none.</summary>
    public Task<JobView?> FindAsync(Guid id, CancellationToken cancellationToken) => _reader.FindAsync(new JobId(id), cancellationToken).AsTask();

    /// <summary>Waits until a job is final, or the time is over.</summary>
    /// <returns>The job as it is then, or null when there is none.</returns>
    public async Task<JobView?> WaitAsync(Guid id, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var job = new JobId(id);
        var ended = new TaskCompletionSource<JobView>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Watch first, look then: what ends in between is not missed.
        using var watching = _hub.Watch(job, update =>
        {
            if (update is JobUpdate.Moved { View.IsFinal: true } moved) ended.TrySetResult(moved.View);
        });
        var until = _time.GetUtcNow() + timeout;
        var poll = FirstPoll;
        while (true)
        {
            var left = until - _time.GetUtcNow();

            // A job of this node announces its end and need not be looked at until then; one of another node has to be.
            var isRunningHere = _host.Find(job) is { IsEnded: false };
            if (!isRunningHere || left <= TimeSpan.Zero)
            {
                var view = await _reader.FindAsync(job, cancellationToken);
                if (view is null || view.IsFinal || left <= TimeSpan.Zero) return view;
            }

            var pause = isRunningHere ? LongestPoll : poll;
            poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
            try
            {
                return await ended.Task.WaitAsync(pause < left ? pause : left, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Look again.
            }
        }
    }

    /// <summary>Cancels a job wherever it is: its body is stopped, <c>oncancel</c> runs if anything of the job had been started, and it ends as canceled.</summary>
    /// <param name="id">The job.</param>
    /// <param name="by">Who wants it, for the logbook; null when that is not known.</param>
    /// <param name="cancellationToken">Cancels the request before it is durable; after that it has no effect.</param>
    public Task<JobCancellation> CancelAsync(Guid id, string? by, CancellationToken cancellationToken) =>
        _canceler.CancelAsync(new JobId(id), by, cancellationToken);

    /// <summary>Pauses a job: a running body ends, nothing more is started until <see cref="ResumeAsync"/>. Holds over restarts. Idempotent.</summary>
    public Task<JobPausing> PauseAsync(Guid id, CancellationToken cancellationToken) => _pauser.PauseAsync(new JobId(id), cancellationToken);

    /// <summary>
    /// Lets a job go on: a waiting one, with the body's <c>result</c> or <c>error</c> as the waiting task's; or one that is paused itself, when it does not
    /// wait or the body has neither of the two.
    /// </summary>
    public Task<JobResumption> ResumeAsync(Guid id, RawJson body, CancellationToken cancellationToken) =>
        _pauser.ResumeAsync(new JobId(id), body, cancellationToken);

    /// <summary>
    /// What happens to a job on whichever node, from the logbook's event after the given number (-1 for all) until its end; beside it what its bodies say
    /// meanwhile. Null when there is no such job.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="after">Number of the last event that the reader knows, or -1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IAsyncEnumerable<JobHistoryItem>?> ReadHistoryAsync(Guid id, int after, CancellationToken cancellationToken) =>
        _history.ReadAsync(new JobId(id), after, cancellationToken);

    /// <summary>Appends an element (a JSON object) to a job's info. False when there is no such job.</summary>
    public async Task<bool> AppendInfoAsync(Guid id, RawJson element, CancellationToken cancellationToken)
    {
        var job = new JobId(id);
        if (!await _store.AppendInfoAsync(job, element.Utf8, cancellationToken)) return false;
        if (_hub.IsWatched(job)) _hub.Publish(new JobUpdate.Info(job, element));
        return true;
    }

    /// <summary>What a job's bodies and callers said, oldest first; null when there is no such job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="kind">Only info or only log, or null for both.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<JobOutput>?> ReadOutputAsync(Guid id, JobOutputKind? kind, CancellationToken cancellationToken)
    {
        var job = new JobId(id);
        var output = await _store.ReadOutputAsync(job, kind, cancellationToken);
        return output.Count > 0 || await _reader.FindAsync(job, cancellationToken) is not null ? output : null;
    }

    /// <summary>
    /// What happens to a job of this node from now on, until it is final. A slow reader misses updates rather than holding the job up.
    /// </summary>
    public async IAsyncEnumerable<JobUpdate> ReadUpdatesAsync(Guid id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new BoundedChannelOptions(MaxMissedUpdates) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        var updates = Channel.CreateBounded<JobUpdate>(options);
        using var watching = _hub.Watch(new JobId(id), update => updates.Writer.TryWrite(update));
        await foreach (var update in updates.Reader.ReadAllAsync(cancellationToken))
        {
            yield return update;
            if (update is JobUpdate.Moved { View.IsFinal: true }) yield break;
        }
    }
}
