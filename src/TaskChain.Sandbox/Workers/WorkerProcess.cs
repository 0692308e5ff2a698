using System.Text.Json;
using TaskChain.Sandbox.Processes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Workers;

/// <summary>
/// One worker: writes a run's frames on the caller's thread and reads its replies on a thread of its own, which is the only one that ends runs.
/// A run that must end early ends by the worker's death.
/// </summary>
internal sealed class WorkerProcess
{
    private const long Never = long.MaxValue;
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(3650);

    private readonly Lock _gate = new();

    // The reply to a run may come, and the next run be handed over on another thread, while this one is still on its way out of the write:
    // without a lock the next run's frames would be built in a buffer that still holds this run's.
    private readonly Lock _writing = new();
    private readonly FrameBuffer _out = new();
    private readonly WorkerLessons _lessons = new();
    private readonly ChildProcess _child;
    private readonly IWorkerOwner _owner;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private PendingRun? _current;
    private TaskRunOutcome? _killedFor;
    private TaskRunOutcome _deadlineOutcome;
    private long _runId;
    private long _deadline = Never;
    private long _armed = Never;

    public WorkerProcess(ChildProcess child, IWorkerOwner owner, TimeProvider clock)
    {
        _child = child;
        _owner = owner;
        _clock = clock;
        _timer = clock.CreateTimer(static state => ((WorkerProcess)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    /// <summary>Number of different bodies it has loaded.</summary>
    public int Scripts => _lessons.Scripts;

    /// <summary>True when it has the body already. Only meaningful while it is idle.</summary>
    public bool Knows(string scriptHash) => _lessons.Knows(scriptHash);

    /// <summary>Has a new worker load the modules that runs will need; runs it is handed later wait for that in its pipe.</summary>
    public void Prepare(IEnumerable<ModuleSet> sets)
    {
        lock (_writing)
        {
            foreach (var set in sets) _lessons.TryWrite(_out, set);
            Flush();
        }
    }

    /// <summary>Begins to read; the owner is told when the worker is warm, when a run ends, and when the worker is dead.</summary>
    public void Listen()
    {
        var thread = new Thread(ReadToEnd, 256 << 10) { IsBackground = true, Name = $"sandbox worker {_child.Id}" };
        thread.Start();
    }

    /// <summary>Hands it a run. It must be idle.</summary>
    public void Start(PendingRun pending)
    {
        long runId;
        lock (_gate)
        {
            _current = pending;
            runId = ++_runId;
            SetDeadline(pending.Run.Timeout, TaskRunOutcome.TimedOut);
        }

        if (pending.Observer is { } observer) Notify(observer, _child.Id, static (observer, id) => observer.OnStarted(id));
        if (!TrySend(runId, pending.Run))
        {
            lock (_gate) Kill(TaskRunOutcome.Failed); // It was told of knowledge that it never got.
            pending.Fail("input_too_large", $"The task's parameters, properties and results are larger than {Frame.MaxSize} bytes together.", retryable: false);
            return;
        }

        if (pending.CancelRequested) Cancel(pending);
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

    /// <summary>Cancels a run if it is still this worker's: the body is told, and killed after its grace.</summary>
    public void Cancel(PendingRun pending)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, pending) || _killedFor is not null) return;
            SetDeadline(pending.Run.CancelGrace, TaskRunOutcome.Canceled);
            SendCancel();
        }
    }

    /// <summary>Kills it. A run under way ends as cancelled.</summary>
    public void Kill()
    {
        lock (_gate) Kill(TaskRunOutcome.Canceled);
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

    private void Kill(TaskRunOutcome reason)
    {
        if (_killedFor is not null) return;
        _killedFor = reason;
        _child.Kill();
    }

    private void SetDeadline(TimeSpan after, TaskRunOutcome outcome)
    {
        var deadline = after < TimeSpan.Zero || after > LongestTimeout ? Never : _clock.GetTimestamp() + (long)(after.TotalSeconds * _clock.TimestampFrequency);
        if (outcome == TaskRunOutcome.Canceled && deadline >= _deadline) return; // Its timeout comes first.
        _deadline = deadline;
        _deadlineOutcome = outcome;
        // Most runs end long before their deadline: the timer is moved forward only, and looks itself when it fires.
        if (_deadline < _armed) Arm();
    }

    private void Arm()
    {
        _armed = _deadline;
        if (_deadline == Never) return;
        var due = _clock.GetElapsedTime(_clock.GetTimestamp(), _deadline);
        if (due < TimeSpan.Zero) due = TimeSpan.Zero;
        if (due > LongestTimer) due = LongestTimer;
        _timer.Change(due + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = Never;
            if (_current is null || _deadline == Never) return;
            if (_clock.GetTimestamp() >= _deadline) Kill(_deadlineOutcome);
            else Arm();
        }
    }

    private void ReadToEnd()
    {
        string? violation = null;
        try
        {
            var frames = new FrameReader(_child.Replies);
            while (frames.TryRead(out var frame)) OnFrame(frame);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or IOException)
        {
            violation = e.Message; // A worker that breaks the protocol is not believed any more; it is killed below.
        }

        OnEnd(violation);
    }

    private void OnFrame(Frame frame)
    {
        if (frame.Kind == FrameKind.Hello)
        {
            var hello = JsonSerializer.Deserialize(frame.Payload.Span, ProtocolJson.Default.Hello);
            if (hello?.ProtocolVersion != Hello.CurrentVersion) throw new InvalidDataException("The worker program is of another version than the service.");
            _owner.OnReady(this);
        }
        else if (frame.Kind == FrameKind.Result)
        {
            OnResult(frame);
        }
        else
        {
            Observe(frame);
        }
    }

    private void OnResult(Frame frame)
    {
        var result = RunReply.Read(frame.Payload.Span, out var runId);
        PendingRun pending;
        lock (_gate)
        {
            if (_killedFor is not null) return; // Too late: it dies, and the run with it.
            if (_current is null || runId != _runId) throw new InvalidDataException($"A result came for run {runId}, which is not running.");
            pending = _current;
            _current = null;
            _deadline = Never;
        }

        _owner.OnIdle(this);
        pending.Complete(result);
    }

    private void Observe(Frame frame)
    {
        var reader = new PayloadReader(frame.Payload.Span);
        var runId = reader.ReadNumber();
        PendingRun pending;
        lock (_gate)
        {
            if (_killedFor is not null) return;
            if (_current is null || runId != _runId) throw new InvalidDataException($"A message came for run {runId}, which is not running.");
            pending = _current;
        }

        if (pending.Observer is not { } observer) return;
        switch (frame.Kind)
        {
            case FrameKind.Info:
                // The bytes stand at the end of the payload.
                Notify(observer, frame.Payload[^reader.ReadBytes().Length..], static (observer, json) => observer.OnInfo(json));
                break;
            case FrameKind.Log:
                Notify(observer, (Level: (ScriptLogLevel)reader.ReadByte(), Text: reader.ReadText() ?? ""), static (observer, line) => observer.OnLog(line.Level, line.Text));
                break;
            case FrameKind.Progress:
                Notify(observer, reader.ReadDouble(), static (observer, fraction) => observer.OnProgress(fraction));
                break;
            default:
                throw new InvalidDataException($"A frame of kind {frame.Kind} is not expected from a worker.");
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

    private void OnEnd(string? violation)
    {
        var status = _child.Reap();
        PendingRun? pending;
        TaskRunOutcome? reason;
        lock (_gate)
        {
            pending = _current;
            reason = _killedFor;
            _current = null;
            _killedFor ??= TaskRunOutcome.Failed;
        }

        _timer.Dispose();
        _owner.OnDead(this, status, violation ?? _child.OutputHead);
        pending?.Complete(reason switch
        {
            TaskRunOutcome.TimedOut => TimedOut(pending.Run.Timeout),
            TaskRunOutcome.Canceled => new TaskRunResult { Outcome = TaskRunOutcome.Canceled },
            _ => new TaskRunResult
            {
                Outcome = TaskRunOutcome.Failed,
                Failure = CrashReport.Describe(status, violation ?? _child.OutputHead, pending.Run.Variables.Secrets),
            },
        });
    }

    private static TaskRunResult TimedOut(TimeSpan timeout) => new()
    {
        Outcome = TaskRunOutcome.TimedOut,
        Failure = new TaskFailure(
            "task_timeout", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The task did not end within its timeout of {timeout.TotalSeconds} s and was killed."),
            null, null, IsRetryable: true, null),
    };
}
