using System.Globalization;
using System.Text.Json;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Workers;

/// <content>What happens on the reading thread.</content>
internal sealed partial class WorkerProcess
{
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
        switch (frame.Kind)
        {
            case FrameKind.Hello:
                OnHello(frame);
                break;
            case FrameKind.Result:
                OnResult(frame);
                break;
            default:
                Observe(frame);
                break;
        }
    }

    private void OnHello(Frame frame)
    {
        var hello = JsonSerializer.Deserialize(frame.Payload.Span, ProtocolJson.Default.Hello);
        if (hello?.ProtocolVersion != Hello.CurrentVersion)
        {
            throw new InvalidDataException("The worker program is of another version than the service.");
        }

        lock (_gate) _deadline.Clear();
        _owner.OnReady(this);
    }

    private void OnResult(Frame frame)
    {
        var result = RunReply.Read(frame.Payload.Span, out var runId);
        PendingRun pending;
        lock (_gate)
        {
            if (_killedFor is not null) return; // Too late: it dies, and the run with it.
            pending = Current(runId);
            _current = null;
            _deadline.Clear();
        }

        IsExhausted = result.Failure?.Code == "memory_limit_exceeded";
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
            pending = Current(runId);
        }

        if (pending.Observer is not { } observer) return;
        switch (frame.Kind)
        {
            case FrameKind.Info:
                // The bytes stand at the end of the payload.
                Notify(observer, frame.Payload[^reader.ReadBytes().Length..], static (observer, json) => observer.OnInfo(json));
                break;
            case FrameKind.Log:
                var line = (Level: (ScriptLogLevel)reader.ReadByte(), Text: reader.ReadText() ?? "");
                Notify(observer, line, static (observer, line) => observer.OnLog(line.Level, line.Text));
                break;
            case FrameKind.Progress:
                Notify(observer, reader.ReadDouble(), static (observer, fraction) => observer.OnProgress(fraction));
                break;
            default:
                throw new InvalidDataException($"A frame of kind {frame.Kind} is not expected from a worker.");
        }
    }

    private PendingRun Current(long runId) => _current is not null && runId == _runId
        ? _current
        : throw new InvalidDataException($"A message came for run {runId}, which is not running.");

    private void OnEnd(string? violation)
    {
        var status = _child.Reap();
        var output = violation ?? _child.OutputHead;
        PendingRun? pending;
        TaskRunOutcome? reason;
        lock (_gate)
        {
            _dead = true;
            pending = _current;
            reason = _killedFor;
            _current = null;
            _killedFor ??= TaskRunOutcome.Failed;
            _deadline.Stop();
        }

        _owner.OnDead(this, status, output);
        pending?.Complete(reason switch
        {
            TaskRunOutcome.TimedOut => TimedOut(pending.Run.Timeout),
            TaskRunOutcome.Canceled => new TaskRunResult { Outcome = TaskRunOutcome.Canceled },
            _ => new TaskRunResult
            {
                Outcome = TaskRunOutcome.Failed,
                Failure = CrashReport.Describe(status, output, pending.Run.Variables.Secrets),
            },
        });
    }

    private static TaskRunResult TimedOut(TimeSpan timeout)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture, $"The task did not end within its timeout of {timeout.TotalSeconds} s and was killed.");
        return new TaskRunResult
        {
            Outcome = TaskRunOutcome.TimedOut,
            Failure = new TaskFailure("task_timeout", message, null, null, IsRetryable: true, null),
        };
    }
}
