using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Workers;

/// <summary>
/// One worker: writes a run's frames on the caller's thread and reads its replies on a thread of its own, which is the only one that ends runs. A
/// run that must end early ends by the worker's death.
/// </summary>
internal sealed partial class WorkerProcess
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    // The reply to a run may come, and the next run be handed over on another thread, while this one is still on its way out of the write:
    // without a lock the next run's frames would be built in a buffer that still holds this run's.
    private readonly Lock _writing = new();
    private readonly FrameBuffer _out = new();
    private readonly WorkerLessons _lessons = new();
    private readonly ChildProcess _child;
    private readonly IWorkerOwner _owner;
    private readonly RunDeadline _deadline;
    private PendingRun? _current;
    private TaskRunOutcome? _killedFor;
    private long _runId;
    private bool _dead;

    public WorkerProcess(ChildProcess child, IWorkerOwner owner, TimeProvider clock)
    {
        _child = child;
        _owner = owner;
        _deadline = new RunDeadline(clock, OnTimer);
    }

    /// <summary>Process id.</summary>
    public int ProcessId => _child.Id;

    /// <summary>Whose code it has run; null for nobody's yet. Guarded by the owner's lock, as the three that follow.</summary>
    public string? TrustDomain { get; set; }

    /// <summary>Runs it was given.</summary>
    public int Runs { get; set; }

    /// <summary>When it last became idle, as a timestamp.</summary>
    public long IdleSince { get; set; }

    /// <summary>When its memory was last measured, as a timestamp.</summary>
    public long MeasuredAt { get; set; }

    /// <summary>True when a body ran out of memory in it: what it left behind is unknown.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Number of different bodies it has loaded.</summary>
    public int Scripts => _lessons.Scripts;

    /// <summary>True when it has the body already. Only meaningful while it is idle.</summary>
    public bool Knows(string scriptHash) => _lessons.Knows(scriptHash);

    /// <summary>Begins to read; the owner is told when the worker is warm, when a run ends, and when the worker is dead.</summary>
    public void Listen()
    {
        lock (_gate) _deadline.Set(StartPatience, TaskRunOutcome.Failed);
        var thread = new Thread(ReadToEnd, 256 << 10) { IsBackground = true, Name = $"sandbox worker {_child.Id}" };
        thread.Start();
    }

    /// <summary>Has a new worker load the modules that runs will need; runs it is handed later wait for that in its pipe.</summary>
    public void Prepare(IEnumerable<ModuleSet> sets)
    {
        lock (_writing)
        {
            foreach (var set in sets) _lessons.TryWrite(_out, set);
            Flush();
        }
    }

    /// <summary>Hands it a run. It must be idle.</summary>
    /// <returns>False when it has died meanwhile; the run is as before.</returns>
    public bool Start(PendingRun pending)
    {
        long runId;
        lock (_gate)
        {
            if (_dead) return false;
            _current = pending;
            runId = ++_runId;
            _deadline.Set(pending.Run.Timeout, TaskRunOutcome.TimedOut);
        }

        if (pending.Observer is { } observer) Notify(observer, _child.Id, static (observer, id) => observer.OnStarted(id));
        if (!TrySend(runId, pending.Run))
        {
            lock (_gate) Kill(TaskRunOutcome.Failed); // It was told of knowledge that it never got.
            pending.Fail("input_too_large", $"The task's input is larger than {Frame.MaxSize} bytes, which are allowed.", retryable: false);
            return true;
        }

        if (pending.CancelRequested) Cancel(pending);
        return true;
    }

    /// <summary>Cancels a run if it is still this worker's: the body is told, and killed after its grace.</summary>
    public void Cancel(PendingRun pending)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, pending) || _killedFor is not null) return;
            _deadline.Shorten(pending.Run.CancelGrace, TaskRunOutcome.Canceled);
            SendCancel();
        }
    }

    /// <summary>Kills it. A run under way ends as cancelled.</summary>
    public void Kill()
    {
        lock (_gate) Kill(TaskRunOutcome.Canceled);
    }

    private void Kill(TaskRunOutcome reason)
    {
        if (_killedFor is not null) return;
        _killedFor = reason;
        _child.Kill();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_deadline.OnFired() is { } outcome) Kill(outcome);
        }
    }

    private bool TrySend(long runId, TaskRun run)
    {
        lock (_writing)
        {
            if (!_lessons.TryWrite(_out, runId, run))
            {
                _out.Clear();
                return false;
            }

            Flush();
            return true;
        }
    }

    private void Flush()
    {
        try
        {
            _out.Flush(_child.Requests);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It died just now. The reading thread sees the same and ends the run, if there is one, with the reason.
        }
    }

    private void SendCancel()
    {
        var frame = new FrameBuffer();
        frame.Begin(FrameKind.Cancel);
        frame.WriteNumber(_runId);
        frame.End();
        try
        {
            frame.Flush(_child.Control);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Dead already; the reading thread says so.
        }
    }

    // An observer that throws is a defect of the service; it must not take the worker and its run along.
    private void Notify<T>(ITaskRunObserver observer, T news, Action<ITaskRunObserver, T> tell)
    {
        try
        {
            tell(observer, news);
        }
        catch (Exception e)
        {
            _owner.OnObserverFailed(this, e);
        }
    }
}
