using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <summary>Jobs in memory.</summary>
public sealed partial class InMemoryJobStore : IJobStore, IJobControl, IJobQueries
{
    private readonly InMemoryStorage _storage;
    private readonly Dictionary<JobId, InMemoryJob> _rows = [];
    private readonly List<JobOutput> _output = [];
    private readonly SortedSet<string> _pausedNames = new(StringComparer.Ordinal);
    private long _positions;

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

            if (append.Move is not null && row.IsCancelRequested && !append.KnowsCancel) return AppendOutcome.CancelRequested;
            if (append.Successor is { } successor && _rows.ContainsKey(successor.Id))
            {
                throw new InvalidOperationException($"The successor's id '{successor.Id}' is taken.");
            }

            row.Append(append.EventCount, append.Events);
            row.LastAppend = append;
            Appends++;
            if (append.Move is { } move) Move(row, move);
            if (append.Successor is { } next) Insert(next with { IsSuccessor = true });
            return AppendOutcome.Appended;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(RunnerId runner, int max, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var now = _storage.Time.GetUtcNow();
            if (!_storage.Runners.MayClaim(runner)) return Task.FromResult<IReadOnlyList<ClaimedJob>>([]);
            _storage.Runners.GiveUpDead(except: runner);
            var queued = _rows.Values.Where(r => r.Status == JobStatus.Queued && (r.DueAt is null || r.DueAt <= now) && !IsHeld(r))
                .OrderByDescending(r => r.Posted.Priority).ThenBy(r => r.Position);
            var overdue = _rows.Values.Where(r => r.Status == JobStatus.Waiting && r.DueAt <= now && !IsHeld(r)).OrderBy(r => r.DueAt);
            var orphaned = _rows.Values.Where(r => r.Status == JobStatus.Running && r.Owner is { } owner && _storage.Runners.IsGivenUp(owner))
                .OrderBy(r => r.Position);
            var claimed = new List<ClaimedJob>();
            foreach (var row in queued.Concat(overdue).Concat(orphaned).Take(max).ToList())
            {
                var previous = row.Status;
                (row.Status, row.Owner, row.DueAt) = (JobStatus.Running, runner, null);
                row.Epoch++;
                claimed.Add(new ClaimedJob(ToStored(row, withLog: true), previous));
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
            var due = _rows.Values
                .Where(r => (r.Status == JobStatus.Queued || (r.Status == JobStatus.Waiting && r.DueAt is not null)) && !IsHeld(r))
                .Select(r => r.DueAt is { } at && at > now ? at - now : TimeSpan.Zero).ToList();
            return Task.FromResult<TimeSpan?>(due.Count == 0 ? null : due.Min());
        }
    }

    /// <inheritdoc/>
    public Task<StoredJob?> FindAsync(JobId job, CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult(_rows.TryGetValue(job, out var row) ? ToStored(row, withLog: true) : null);
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
    internal int CountLive(Predicate<string> lockHash) => _rows.Values.Count(r => r.IsLive && lockHash(r.Posted.LockHash));

    /// <summary>Called under the lock.</summary>
    internal long CountRunning(RunnerId runner) => _rows.Values.LongCount(r => r.Owner == runner);

    private InsertJobOutcome Insert(NewJob job)
    {
        if (WhyNot(job) is { } reason) return reason;
        bool held = job.Owner is not null && _pausedNames.Contains(job.Name);
        _rows.Add(job.Id, new InMemoryJob(job, _positions++, held ? null : job.Owner));
        return held ? InsertJobOutcome.Held : InsertJobOutcome.Inserted;
    }

    private InsertJobOutcome? WhyNot(NewJob job)
    {
        if (_rows.ContainsKey(job.Id)) return InsertJobOutcome.IdTaken;
        if (job.IsSuccessor) return null;
        if (!_storage.Workflows.IsNewest(job.WorkflowId, job.WorkflowRevision)) return InsertJobOutcome.WorkflowChanged;
        if (job.Target is { } target && LockPattern.IsAnyMatch(_rows.Values.Where(r => r.IsLive).Select(r => r.Posted.Locks).OfType<string>(), target))
        {
            return InsertJobOutcome.TargetLocked;
        }

        return job.UniqueKey is { } key && _rows.Values.Any(r => r.IsLive && r.Posted.UniqueKey == key) ? InsertJobOutcome.TargetTaken : null;
    }

    private void Move(InMemoryJob row, JobMove move)
    {
        (row.Status, row.Owner) = (move.Status, null);
        row.DueAt = move.Status switch
        {
            JobStatus.Queued when move.Delay > TimeSpan.Zero => _storage.Time.GetUtcNow() + move.Delay,
            JobStatus.Waiting => move.NotBefore,
            _ => null,
        };
        if (move.Status.IsFinal()) row.EndedAt = _storage.Time.GetUtcNow();
    }

    private bool IsHeld(InMemoryJob row) => !row.IsCancelRequested && (row.IsPaused || _pausedNames.Contains(row.Posted.Name));

    private StoredJob ToStored(InMemoryJob row, bool withLog) => row.ToStored(withLog, _pausedNames.Contains(row.Posted.Name));
}
