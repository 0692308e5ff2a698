using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Workers;

namespace TaskChain.Sandbox;

/// <content>Workers come and go.</content>
public sealed partial class SandboxPool
{
    /// <inheritdoc/>
    void IWorkerOwner.OnReady(WorkerProcess worker)
    {
        ModuleSet[] hot;
        lock (_gate)
        {
            _starting--;
            _starts.Succeeded();
            _alive.Add(worker);
            hot = _hotModules.Latest();
        }

        LogReady(worker.ProcessId);
        worker.Prepare(hot);
        Offer(worker);
    }

    /// <inheritdoc/>
    void IWorkerOwner.OnIdle(WorkerProcess worker)
    {
        if (IsWornOut(worker)) worker.Kill();
        else Offer(worker);
    }

    /// <inheritdoc/>
    void IWorkerOwner.OnObserverFailed(WorkerProcess worker, Exception exception) => LogObserverFailed(exception, worker.ProcessId);

    /// <inheritdoc/>
    void IWorkerOwner.OnDead(WorkerProcess worker, ExitStatus status, string output)
    {
        bool wasAlive;
        lock (_gate)
        {
            _idle.Remove(worker);
            wasAlive = _alive.Remove(worker);
            _starts.Processes--;
        }

        if (wasAlive) LogEnded(worker.ProcessId, worker.Runs, status.ToString());
        else OnStartFailed($"The worker ended before it was ready ({status}). {output}".TrimEnd());
        lock (_gate)
        {
            StartMissing();
            if (_disposed && _starts.Processes == 0) _allDead.TrySetResult();
        }
    }

    // Gives an idle worker to the first in line whom it may serve, or keeps it.
    private void Offer(WorkerProcess worker)
    {
        PendingRun? next = null;
        bool kill;
        lock (_gate)
        {
            kill = _disposed;
            if (!kill)
            {
                worker.IdleSince = _clock.GetTimestamp();
                _idle.Add(worker);
                next = NextFor(worker);
                if (_waiting.Count > 0) ArmGrowth();
            }
        }

        if (kill) worker.Kill();
        if (next is not null) Begin(next.Worker!, next); // TakeFor has set it.
    }

    private PendingRun? NextFor(WorkerProcess worker)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            var pending = node.Value;
            if (worker.TrustDomain is { } domain && !string.Equals(domain, pending.Run.TrustDomain, StringComparison.Ordinal)) continue;
            if (TakeFor(pending, HasWaitedLong(pending)) is null) continue;
            _waiting.Remove(node);
            return pending;
        }

        return null;
    }

    private bool HasWaitedLong(PendingRun pending) => _clock.GetElapsedTime(pending.Enqueued) >= _options.GrowAfter;

    private void ArmGrowth()
    {
        if (_growthArmed || _disposed || _waiting.First is not { } first) return;
        _growthArmed = true;
        var due = _options.GrowAfter - _clock.GetElapsedTime(first.Value.Enqueued);
        _growth.Change(due > TimeSpan.Zero ? due : _options.GrowAfter, Timeout.InfiniteTimeSpan);
    }

    // The first in line has waited long: bodies are long, so more of them at a time is the answer, as far as memory allows.
    private void Grow()
    {
        List<PendingRun> served = [];
        WorkerProcess? retired = null;
        lock (_gate)
        {
            _growthArmed = false;
            for (var node = _waiting.First; node is not null && HasWaitedLong(node.Value);)
            {
                var next = node.Next;
                if (TakeFor(node.Value, growing: true) is not null)
                {
                    served.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }

            if (_waiting.First is { } first && HasWaitedLong(first.Value))
            {
                if (_starting == 0 && _starts.Processes >= _options.MaxWorkers) retired = RetireForeign(first.Value.Run.TrustDomain);
                else StartOnes(Math.Min(_waiting.Count, Environment.ProcessorCount) - _starting);
            }

            ArmGrowth();
        }

        retired?.Kill();
        foreach (var pending in served) Begin(pending.Worker!, pending); // TakeFor has set it.
    }

    private WorkerProcess? RetireForeign(string domain) =>
        _idle.TakeOldest(worker => !string.Equals(worker.TrustDomain, domain, StringComparison.Ordinal));

    private bool IsWornOut(WorkerProcess worker)
    {
        if (worker.IsExhausted) return true;
        lock (_gate)
        {
            if (worker.Runs >= _options.RecycleAfterRuns || worker.Scripts >= _options.RecycleAfterScripts) return true;
            if (_clock.GetElapsedTime(worker.MeasuredAt) < MeasureEvery) return false;
            worker.MeasuredAt = _clock.GetTimestamp();
        }

        return WorkerMemory.Resident(worker.ProcessId) > _options.RecycleAboveBytes;
    }

    // Guarded by the lock. Keeps the usual number of workers, and the spare ones, started.
    private void StartMissing()
    {
        var usual = _options.MinWorkers - _starts.Processes;
        var spare = _options.SpareWorkers - (_idle.Fresh + _starting);
        StartOnes(Math.Max(usual, spare));
    }

    private void StartOnes(int count)
    {
        if (_disposed || !_starts.MayTry) return;
        for (; count > 0 && _starts.Processes < _options.MaxWorkers; count--)
        {
            _starting++;
            _starts.Processes++;
            _ = StartAsync();
        }
    }

    private async Task StartAsync()
    {
        try
        {
            var child = await Launcher.StartAsync(_launch);
            var worker = new WorkerProcess(child, this, _clock);
            worker.Listen();
            bool unwanted;
            lock (_gate) unwanted = _disposed;
            if (unwanted) worker.Kill();
        }
        catch (Exception e)
        {
            // Nobody awaits this: whatever prevents a start is counted, logged and shown by the health page.
            OnStartFailed(e.Message);
            lock (_gate)
            {
                _starts.Processes--;
                if (_disposed && _starts.Processes == 0) _allDead.TrySetResult();
            }
        }
    }

    private void OnStartFailed(string problem)
    {
        List<PendingRun> hopeless = [];
        lock (_gate)
        {
            _starting--;
            if (_disposed) return;
            _starts.Failed(problem);
            _upkeep.Change(_starts.Pause + TimeSpan.FromMilliseconds(1), LookEvery);
            if (_alive.Count == 0 && _starts.IsHopeless)
            {
                hopeless = [.. _waiting];
                _waiting.Clear();
            }
        }

        LogStartFailed(_launch.FileName, problem);
        hopeless.ForEach(pending => pending.Fail("worker_unavailable", $"No sandbox worker can be started: {problem}", retryable: true));
    }

    // Every few seconds: try failed starts again, and let go of workers that the load no longer needs.
    private void Upkeep()
    {
        WorkerProcess? surplus = null;
        lock (_gate)
        {
            if (_disposed) return;
            StartMissing();
            ArmGrowth();
            if (_alive.Count > _options.MinWorkers + _options.SpareWorkers)
            {
                surplus = _idle.TakeOldest(worker => _clock.GetElapsedTime(worker.IdleSince) >= _options.IdleAfter);
            }
        }

        surplus?.Kill();
    }
}
