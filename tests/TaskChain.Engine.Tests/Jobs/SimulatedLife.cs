using System.Diagnostics;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>What may happen to a simulated job from outside.</summary>
[Flags]
internal enum Mischief
{
    None = 0,
    Cancel = 1,
    Pause = 2,
    Crash = 4,
    Stop = 8,
}

/// <summary>
/// Plays a job with the pure core: what a runner, a store and callers would do, with mischief at any step. Everything is recorded as JSON and checked
/// against what is folded from it.
/// </summary>
internal sealed class SimulatedLife
{
    private static readonly JobPosting Posting = new() { Params = RawJson.EmptyObject };

    private readonly RandomWorkflow _workflow;
    private readonly Mischief _mischief;
    private readonly Random _random;
    private readonly List<LogEntry> _log = [];
    private readonly Dictionary<string, int> _agains = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private Decision.Start? _start;
    private TimeSpan _busy;
    private bool _isPaused;
    private bool _isTold;

    public SimulatedLife(RandomWorkflow workflow, Mischief mischief, int seed)
    {
        _workflow = workflow;
        _mischief = mischief;
        _random = new Random(seed);
        State = new JobState(workflow.Plan, Posting);
        for (var steps = 0; !State.Status.IsFinal(); steps++)
        {
            if (steps > 2000) throw new InvalidOperationException("The job does not end.");
            Step();
            if (_random.Next(4) == 0) Check();
        }

        Check();
    }

    public JobState State { get; private set; }

    /// <summary>All events, as read back.</summary>
    public List<JobEvent> Events { get; } = [];

    /// <summary>Runs that were recorded as started and were not repetitions, in order.</summary>
    public List<string> Runs { get; } = [];

    /// <summary>True once a caller was told that the job is cancelled.</summary>
    public bool IsCancelAcknowledged { get; private set; }

    /// <summary>True when something of the job had been started before that.</summary>
    public bool WasStartedBeforeCancel { get; private set; }

    private void Step()
    {
        _now += TimeSpan.FromSeconds(_random.Next(3));
        if (_mischief.HasFlag(Mischief.Pause) && _random.Next(6) == 0) _isPaused = !_isPaused;
        if (_mischief.HasFlag(Mischief.Cancel) && !IsCancelAcknowledged && _random.Next(12) == 0)
        {
            Cancel();
            return;
        }

        switch (State.Status)
        {
            case JobStatus.Queued when _isPaused && !IsCancelAcknowledged:
                _isPaused = _random.Next(2) == 0;
                break;
            case JobStatus.Queued:
                Claim();
                break;
            case JobStatus.Waiting:
                EndWait();
                break;
            case JobStatus.Running:
                Run();
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Claim() => Record(events =>
    {
        var claim = new JobEvent.Claimed(_now, Guid.Empty);
        State.Apply(claim);
        events.Add(claim);
        return null;
    });

    private void EndWait()
    {
        var waiting = State.Active!;
        switch (_workflow.EndOfWait(waiting.Node, waiting.Attempt, waiting.Fallback))
        {
            case WaitEnd.Deadline:
                Claim();
                break;
            case WaitEnd.Error:
                RecordIdle(new JobEvent.Resumed(_now) { Error = new JobErrorView("Error", "no", "task_failed") });
                break;
            default:
                RecordIdle(new JobEvent.Resumed(_now) { Result = RawJson.Parse("5") });
                break;
        }
    }

    private void Run()
    {
        var start = _start ?? throw new InvalidOperationException("A running job runs nothing.");
        if (_mischief.HasFlag(Mischief.Crash) && _random.Next(8) == 0)
        {
            State = Fold();
            Claim();
            return;
        }

        var time = TimeSpan.FromSeconds(_random.Next(6));
        var isCutOff = _mischief.HasFlag(Mischief.Stop) && _random.Next(8) == 0;
        _now += time;
        _busy += time;
        Record(_ => isCutOff ? null : EndOf(start, time), stops: isCutOff);
    }

    private JobEvent EndOf(Decision.Start start, TimeSpan time)
    {
        var key = ReferenceLife.Key(start.Task, start.Attempt, start.Fallback);
        if (start.Limit is { } limit && time >= limit)
        {
            return start.LimitIsWorkflows ? new JobEvent.TimedOut(_now, start.Task.Id) : Ended(TaskRunOutcome.TimedOut);
        }

        var outcome = _workflow.OutcomeOf(start.Task, start.Attempt, start.Fallback, _agains.GetValueOrDefault(key));
        if (outcome == TaskRunOutcome.Again) _agains[key] = _agains.GetValueOrDefault(key) + 1;
        return Ended(outcome);

        JobEvent.TaskEnded Ended(TaskRunOutcome how) => new(_now, start.Task.Id, how)
        {
            Permanent = how == TaskRunOutcome.Failed && _workflow.IsPermanent(start.Task, start.Attempt, start.Fallback),
            Error = how is TaskRunOutcome.Failed or TaskRunOutcome.TimedOut ? new JobErrorView("Error", key, "task_failed") : null,
            Result = how == TaskRunOutcome.Succeeded ? RawJson.Parse($"\"{key}\"") : default,
            Changes = RawJson.Parse($$"""{"last":"{{key}}"}"""),
            After = TimeSpan.FromSeconds(1),
            Deadline = how == TaskRunOutcome.Wait ? _now + TimeSpan.FromSeconds(1) : null,
        };
    }

    /// <summary>As <see cref="JobCanceler"/> does: a running job is only marked, its runner may be told now, later or not at all.</summary>
    private void Cancel()
    {
        IsCancelAcknowledged = true;
        WasStartedBeforeCancel = State.StartedAt is not null;
        if (State.Status == JobStatus.Running)
        {
            _isTold = _random.Next(2) == 0;
            return;
        }

        if (WasStartedBeforeCancel && State.Plan.OnCancel is not null) RecordIdle(new JobEvent.CancelRequested(_now));
        else RecordIdle(new JobEvent.Canceled(_now));
    }

    /// <summary>One entry, as the runner makes it: refused by the store when it moves the job and does not know of its cancel.</summary>
    private void Record(Func<List<JobEvent>, JobEvent?> happen, bool stops = false)
    {
        var events = new List<JobEvent>();
        var isPaused = _isPaused;
        var agains = new Dictionary<string, int>(_agains);
        var step = Advance(_isTold);
        if (step.Move is not null && IsCancelAcknowledged && !State.IsCancelRequested)
        {
            State = Fold();
            events.Clear();
            _agains.Clear();
            foreach (var (key, count) in agains) _agains[key] = count;
            _isTold = true;
            step = Advance(cancel: true);
        }

        if (events.Any(item => item is JobEvent.CancelRequested))
        {
            // N35, N36: what does not end well meanwhile was cut off.
            Assert.DoesNotContain(events, item => item is JobEvent.TimedOut or JobEvent.TaskEnded { Outcome: TaskRunOutcome.Failed or TaskRunOutcome.TimedOut });
        }

        if (isPaused && !State.IsCancelRequested) Assert.DoesNotContain(events, item => item is JobEvent.TaskStarted or JobEvent.Retried { Next: not null });
        Append(events);
        _start = step.Start;

        JobStep Advance(bool cancel)
        {
            var happened = happen(events);
            return JobStepper.Advance(State, happened, _now, new StepWishes(stops, isPaused, cancel), Guid.NewGuid, events);
        }
    }

    private void RecordIdle(JobEvent happened)
    {
        State.Apply(happened);
        Append([happened]);
    }

    private void Append(List<JobEvent> events)
    {
        var entry = new LogEntry(Events.Count, events.Count, JobJson.Write(events));
        _log.Add(entry);
        Events.AddRange(JobJson.Read(entry));
        foreach (var started in events.OfType<JobEvent.TaskStarted>())
        {
            if (!started.Interrupted) Runs.Add(ReferenceLife.Key(State.Plan.Task(started.Node), started.Attempt, started.Fallback));
        }
    }

    private JobState Fold() => JobLogbook.Fold(_workflow.Plan, Posting, _log);

    private void Check()
    {
        Assert.Equal(StateText.Of(Fold(), _now), StateText.Of(State, _now));
        Assert.True(State.PhaseElapsed(_now) >= TimeSpan.Zero);
        Assert.True(State.Elapsed(_now) >= TimeSpan.Zero);
    }
}
