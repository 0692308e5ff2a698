using TaskChain.Engine.Ports;

namespace TaskChain.Testing.InMemory;

/// <content>What is done to jobs from outside.</content>
public sealed partial class InMemoryJobStore
{
    /// <inheritdoc/>
    public Task<bool> MoveIdleAsync(IdleMove move, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(move.Job, out var row)) return Task.FromResult(false);
            if (row.Status != move.From || row.NextSequence != move.ExpectedSequence)
            {
                return Task.FromResult(row.Has(move.ExpectedSequence, move.Events));
            }

            row.Append(move.EventCount, move.Events);
            row.IsCancelRequested |= move.Cancels;
            Move(row, new JobMove(move.To));
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> RequestCancelAsync(JobId job, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(job, out var row) || row.Status != JobStatus.Running) return Task.FromResult(false);
            row.IsCancelRequested = true;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> SetPausedAsync(JobId job, bool paused, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(job, out var row) || !row.IsLive) return Task.FromResult(false);
            row.IsPaused = paused;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task SetNamePausedAsync(string name, bool paused, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (paused) _pausedNames.Add(name);
            else _pausedNames.Remove(name);
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PausedNamesAsync(CancellationToken cancellationToken)
    {
        lock (_storage.Gate) return Task.FromResult<IReadOnlyList<string>>([.. _pausedNames]);
    }

    /// <inheritdoc/>
    public Task<RunnerSignals> SignalsAsync(RunnerId runner, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var signals = _rows.Values.Where(r => r.Owner == runner && (r.IsCancelRequested || IsHeld(r)))
                .Select(r => new JobSignal(r.Posted.Id, r.IsCancelRequested, IsHeld(r)));
            return Task.FromResult(new RunnerSignals(_storage.Runners.IsIdle(runner), [.. signals]));
        }
    }

    /// <inheritdoc/>
    public Task<DeleteJobOutcome> DeleteAsync(JobId job, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            if (!_rows.TryGetValue(job, out var row)) return Task.FromResult(DeleteJobOutcome.NotFound);
            if (row.IsLive) return Task.FromResult(DeleteJobOutcome.Live);
            Remove(job);
            return Task.FromResult(DeleteJobOutcome.Deleted);
        }
    }

    /// <inheritdoc/>
    public Task<int> PruneAsync(TimeSpan? maxAge, long? maxCount, int batch, CancellationToken cancellationToken)
    {
        lock (_storage.Gate)
        {
            var before = _storage.Time.GetUtcNow() - maxAge;
            var ended = _rows.Values.Where(r => r.EndedAt is not null).OrderBy(r => r.EndedAt).ToList();
            long excess = ended.Count - (maxCount ?? long.MaxValue);
            var gone = ended.Where((row, i) => row.EndedAt < before || i < excess).Take(batch).ToList();
            foreach (var row in gone) Remove(row.Posted.Id);
            return Task.FromResult(gone.Count);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InsertJobOutcome>> InsertAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Any(job => job.Owner is not null)) throw new ArgumentException("A job of a batch has no owner.", nameof(jobs));
        lock (_storage.Gate)
        {
            var outcomes = new InsertJobOutcome[jobs.Count];
            var stored = new List<JobId>();
            for (int i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = Insert(jobs[i]);
                if (outcomes[i] == InsertJobOutcome.Inserted) stored.Add(jobs[i].Id);
            }

            if (stored.Count < outcomes.Length) stored.ForEach(Remove);
            return Task.FromResult<IReadOnlyList<InsertJobOutcome>>(outcomes);
        }
    }

    /// <summary>Called under the lock.</summary>
    internal void CarryPause(string from, string to)
    {
        if (_pausedNames.Contains(from)) _pausedNames.Add(to);
    }

    private void Remove(JobId job)
    {
        _rows.Remove(job);
        _output.RemoveAll(output => output.Job == job);
    }
}
