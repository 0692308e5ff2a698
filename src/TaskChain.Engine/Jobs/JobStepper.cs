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

/// <summary>
/// Turns decisions into events until the job either runs something or leaves its claim. Pure, given the id for a possible successor.
/// </summary>
internal static class JobStepper
{
    /// <summary>Applies what happened and everything that follows from it.</summary>
    /// <param name="state">The job; it is changed.</param>
    /// <param name="happened">What happened, or null to go on after a claim.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stopping">True when the runner stops: nothing more is started, the job goes back to the board.</param>
    /// <param name="newId">Gives the id of a successor.</param>
    /// <param name="events">Events of the same entry that were applied already; receives the others.</param>
    public static JobStep Advance(
        JobState state, JobEvent? happened, DateTimeOffset now, bool stopping, Func<Guid> newId, List<JobEvent> events)
    {
        if (happened is not null) Record(happened);
        TimeSpan delay = TimeSpan.Zero;
        Successor? successor = null;
        while (state.Status == JobStatus.Running)
        {
            var decisions = Decider.Decide(state.Plan, state, now);
            if (decisions.IsEmpty)
            {
                if (!stopping) return new JobStep(events, null, null, null);
                Record(new JobEvent.Requeued(now, RequeueReason.Stopping));
                break;
            }

            switch (decisions[0])
            {
                case Decision.Start when stopping:
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

    private static JobEvent ToEvent(Decision decision, DateTimeOffset now) => decision switch
    {
        Decision.Expire { Task: var task } => new JobEvent.TaskEnded(now, task.Id, TaskRunOutcome.TimedOut) { Error = JobErrors.TaskTimeout(task) },
        Decision.TimeOut timeOut => new JobEvent.TimedOut(now, timeOut.Task?.Id),
        Decision.Suspend suspend => new JobEvent.Suspended(now, suspend.Deadline),
        Decision.Succeed => new JobEvent.Succeeded(now),
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
