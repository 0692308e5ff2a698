using System.Runtime.InteropServices;
using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Jobs in memory.</summary>
public sealed class InMemoryJobStore : IJobStore
{
    private readonly InMemoryStorage _storage;
    private readonly Dictionary<JobId, Row> _rows = [];
    private readonly List<JobOutput> _output = [];

    internal InMemoryJobStore(InMemoryStorage storage) => _storage = storage;

    /// <summary>Called before each append is looked at, outside of the lock: a test makes appends fail or wait with it.</summary>
    public Func<JobAppend, Task>? BeforeAppend { get; set; }

    /// <summary>Number of appends that were stored.</summary>
    public int Appends { get; private set; }

    /// <inheritdoc/>
    public ValueTask<InsertJobOutcome> InsertAsync(NewJob job, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return ValueTask.FromResult(Insert(job));
    }

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } hook) await hook(append);
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(append.Job, out var row) || row.Status != JobStatus.Running || row.Epoch != append.Epoch
                || row.NextSequence != append.ExpectedSequence)
            {
                return row?.Has(append) == true ? AppendOutcome.Appended : AppendOutcome.Stale;
            }

            if (append.Successor is { } successor && Insert(successor) == InsertJobOutcome.IdTaken)
            {
                throw new InvalidOperationException($"The successor's id '{successor.Id}' is taken.");
            }

            row.Append(append.EventCount, append.Events);
            row.LastAppend = append;
            Appends++;
            if (append.Move is { } move) Move(row, move);
            return AppendOutcome.Appended;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var now = _storage.Time.GetUtcNow();
            if (_storage.Runners.IsGivenUp(runner)) return Task.FromResult<IReadOnlyList<ClaimedJob>>([]);
            _storage.Runners.GiveUpDead(except: runner);
            var queued = _rows.Values.Where(r => r.Status == JobStatus.Queued && (r.DueAt is null || r.DueAt <= now))
                .OrderByDescending(r => r.Posted.Priority).ThenBy(r => r.Position);
            var overdue = _rows.Values.Where(r => r.Status == JobStatus.Waiting && r.DueAt <= now).OrderBy(r => r.DueAt);
            var orphaned = _rows.Values.Where(r => r.Status == JobStatus.Running && r.Owner is { } owner && _storage.Runners.IsGivenUp(owner))
                .OrderBy(r => r.Position);
            var claimed = new List<ClaimedJob>();
            foreach (var row in queued.Concat(overdue).Concat(orphaned).Take(max).ToList())
            {
                var previous = row.Status;
                (row.Status, row.Owner, row.DueAt) = (JobStatus.Running, runner, null);
                row.Epoch++;
                claimed.Add(new ClaimedJob(row.ToStored(withLog: true), previous));
            }

            return Task.FromResult<IReadOnlyList<ClaimedJob>>(claimed);
        }
    }

    /// <inheritdoc/>
    public Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var now = _storage.Time.GetUtcNow();
            var due = _rows.Values.Where(r => r.Status == JobStatus.Queued || (r.Status == JobStatus.Waiting && r.DueAt is not null))
                .Select(r => r.DueAt is { } at && at > now ? at - now : TimeSpan.Zero).ToList();
            return Task.FromResult<TimeSpan?>(due.Count == 0 ? null : due.Min());
        }
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseWaitingAsync(JobId job, int eventCount, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(job, out var row) || row.Status != JobStatus.Waiting) return Task.FromResult(false);
            row.Append(eventCount, events);
            (row.Status, row.DueAt) = (JobStatus.Queued, null);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_rows.GetValueOrDefault(job)?.ToStored(withLog: true));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredJob>> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            return Task.FromResult<IReadOnlyList<StoredJob>>(
            [
                .. _rows.Values
                    .Where(r => (filter.Status is null || r.Status == filter.Status) && (filter.Name is null || r.Posted.Name == filter.Name)
                        && (filter.Target is null || r.Posted.Target == filter.Target))
                    .OrderByDescending(r => r.Position).Skip(filter.Offset).Take(filter.Limit).Select(r => r.ToStored(withLog: false)),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<bool> AppendInfoAsync(JobId job, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.ContainsKey(job)) return Task.FromResult(false);
            _output.Add(new JobOutput(job, JobOutputKind.Info, _storage.Time.GetUtcNow(), json.ToArray()));
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendOutputAsync(JobOutput output, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) _output.Add(output with { Json = output.Json.ToArray() });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobOutput>> ReadOutputAsync(JobId job, JobOutputKind? kind, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            return Task.FromResult<IReadOnlyList<JobOutput>>([.. _output.Where(o => o.Job == job && (kind is null || o.Kind == kind))]);
        }
    }

    /// <summary>Called under the lock.</summary>
    internal int CountLive(Predicate<string> lockHash) =>
        _rows.Values.Count(r => r.Status is JobStatus.Queued or JobStatus.Running or JobStatus.Waiting && lockHash(r.Posted.LockHash));

    private InsertJobOutcome Insert(NewJob job)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, job.Id, out bool exists);
        if (exists) return InsertJobOutcome.IdTaken;
        slot = new Row(job, _rows.Count);
        return InsertJobOutcome.Inserted;
    }

    private void Move(Row row, JobMove move)
    {
        (row.Status, row.Owner) = (move.Status, null);
        row.DueAt = move.Status switch
        {
            JobStatus.Queued when move.Delay > TimeSpan.Zero => _storage.Time.GetUtcNow() + move.Delay,
            JobStatus.Waiting => move.NotBefore,
            _ => null,
        };
    }

    private sealed class Row
    {
        private readonly List<LogEntry> _log = [];

        public Row(NewJob job, long position)
        {
            Posted = job with { Document = job.Document.ToArray(), Owner = null, Events = default, EventCount = 0 };
            Position = position;
            Owner = job.Owner;
            Status = job.Owner is null ? JobStatus.Queued : JobStatus.Running;
            Epoch = job.Owner is null ? 0 : 1;
            DueAt = job.Owner is null ? job.NotBefore : null;
            if (job.Owner is not null) Append(job.EventCount, job.Events);
        }

        public NewJob Posted { get; }

        public long Position { get; }

        public JobStatus Status { get; set; }

        public long Epoch { get; set; }

        public RunnerId? Owner { get; set; }

        public DateTimeOffset? DueAt { get; set; }

        public int NextSequence { get; private set; }

        public JobAppend? LastAppend { get; set; }

        /// <summary>Is it the entry that this very claim has written last, repeated because its answer was lost?</summary>
        public bool Has(JobAppend append) => LastAppend is { } last && last.Epoch == append.Epoch && last.ExpectedSequence == append.ExpectedSequence
            && last.Events.Span.SequenceEqual(append.Events.Span);

        public void Append(int eventCount, ReadOnlyMemory<byte> events)
        {
            _log.Add(new LogEntry(NextSequence, eventCount, events.ToArray()));
            NextSequence += eventCount;
        }

        public StoredJob ToStored(bool withLog) =>
            new() { Posted = Posted, Status = Status, Epoch = Epoch, Owner = Owner, Log = withLog ? [.. _log] : [] };
    }
}
