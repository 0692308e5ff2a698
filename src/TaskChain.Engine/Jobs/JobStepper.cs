using System.Diagnostics;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>What one step came to: the events that belong into one logbook entry, and what to do once that entry is durable.</summary>
/// <param name="Events">In order; empty when there was nothing to do.</param>
/// <param name="Start">The run to start, or null when the job leaves its claim.</param>
/// <param name="Move">How the job leaves its claim, or null.</param>
/// <param name="Successor">The new attempt of the whole job, or null.</param>
internal readonly record struct JobStep(List<JobEvent> Events, Decision.Start? Start, JobMove? Move, Successor? Successor);

/// <summary>A new attempt of the whole job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Delay">How long after the end of this one it may start.</param>
internal sealed record Successor(Guid Id, TimeSpan Delay);

/// <summary>What is wanted of a job while it is under way.</summary>
/// <param name="Stopping">The runner stops: nothing more is started, the job goes back to the board.</param>
/// <param name="Paused">Nothing more of it is to be started, here or elsewhere: it goes back to the board. A cancel overrides that.</param>
/// <param name="Cancel">It is to be cancelled.</param>
/// <param name="CancelledBy">Who wants that; null when it is not known here.</param>
internal readonly record struct StepWishes(bool Stopping, bool Paused, bool Cancel, string? CancelledBy = null);

/// <summary>
/// Turns decisions into events until the job either runs something or leaves its claim. Pure, given the id for a possible successor.
/// </summary>
internal static class JobStepper
{
    /// <summary>Applies what happened and everything that follows from it.</summary>
    /// <param name="state">The job; it is changed.</param>
    /// <param name="happened">What happened, or null to go on after a claim or when a run was cut off because the node stops.</param>
    /// <param name="now">The instant.</param>
    /// <param name="wishes">What is wanted of the job.</param>
    /// <param name="newId">Gives the id of a successor.</param>
    /// <param name="events">Events of the same entry that were applied already; receives the others.</param>
    public static JobStep Advance(
        JobState state, JobEvent? happened, DateTimeOffset now, StepWishes wishes, Func<Guid> newId, List<JobEvent> events)
    {
        var cancel = wishes.Cancel && !state.IsCancelRequested;
        if (happened is not null) Record(cancel ? CutOff(happened) : happened);
        if (cancel && !state.Status.IsFinal()) Record(new JobEvent.CancelRequested(now) { By = wishes.CancelledBy });
        TimeSpan delay = TimeSpan.Zero;
        Successor? successor = null;
        while (state.Status == JobStatus.Running)
        {
            var decisions = Decider.Decide(state.Plan, state, now);
            if (decisions.IsEmpty)
            {
                if (!wishes.Stopping) return new JobStep(events, null, null, null);
                Record(new JobEvent.Requeued(now, RequeueReason.Stopping));
                break;
            }

            switch (decisions[0])
            {
                case Decision.Start or Decision.Retry { HasSuccessor: true } when wishes.Paused && !state.IsCancelRequested:
                    // A new attempt of the whole would be another job, which nobody has paused.
                    Record(new JobEvent.Requeued(now, RequeueReason.Paused));
                    break;
                case Decision.Start when wishes.Stopping:
                    Record(new JobEvent.Requeued(now, RequeueReason.Stopping));
                    break;
                case Decision.Start start:
                    Record(new JobEvent.TaskStarted(now, start.Task.Id, start.Attempt)
                    {
                        Fallback = start.Fallback,
                        Interrupted = start.Interrupted,
                    });
                    return new JobStep(events, start, null, null);
                case Decision.Requeue requeue:
                    delay = requeue.Delay;
                    Record(new JobEvent.Requeued(now, requeue.Reason) { Delay = delay });
                    break;
                case Decision.Retry { HasSuccessor: true } retry:
                    successor = new Successor(newId(), retry.Delay);
                    Record(new JobEvent.Retried(now, successor.Id));
                    break;
                case var other:
                    Record(ToEvent(other, now));
                    break;
            }
        }

        return new JobStep(events, null, MoveOf(state, delay), successor);

        void Record(JobEvent item)
        {
            state.Apply(item);
            events.Add(item);
        }
    }

    /// <summary>A run that did not end well while its job was being cancelled counts as cut off: no retry, no fallback, no onerror (N35, N36).</summary>
    private static JobEvent CutOff(JobEvent happened) => happened switch
    {
        JobEvent.TaskEnded { Outcome: TaskRunOutcome.Failed or TaskRunOutcome.TimedOut } ended =>
            ended with { Outcome = TaskRunOutcome.Canceled, Error = null, Permanent = false },
        JobEvent.TimedOut { Node: { } node } timedOut => new JobEvent.TaskEnded(timedOut.At, node, TaskRunOutcome.Canceled),
        _ => happened,
    };

    private static JobEvent ToEvent(Decision decision, DateTimeOffset now) => decision switch
    {
        Decision.Expire { Task: var task } => new JobEvent.TaskEnded(now, task.Id, TaskRunOutcome.TimedOut) { Error = JobErrors.TaskTimeout(task) },
        Decision.TimeOut timeOut => new JobEvent.TimedOut(now, timeOut.Task?.Id),
        Decision.Suspend suspend => new JobEvent.Suspended(now, suspend.Deadline),
        Decision.Succeed => new JobEvent.Succeeded(now),
        Decision.Cancel => new JobEvent.Canceled(now),
        Decision.Fail fail => new JobEvent.Failed(now, fail.Error),
        Decision.Retry => new JobEvent.Retried(now, null),
        _ => throw new UnreachableException(),
    };

    private static JobMove MoveOf(JobState state, TimeSpan delay) => state.Status switch
    {
        JobStatus.Queued => new JobMove(JobStatus.Queued, delay),
        JobStatus.Waiting => new JobMove(JobStatus.Waiting, NotBefore: state.Active?.Deadline),
        var final => new JobMove(final),
    };
}
