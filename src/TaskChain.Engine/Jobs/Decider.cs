using System.Collections.Immutable;
using System.Diagnostics;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>
/// Says what has to happen next in a job. Pure: no I/O, no randomness, and no clock but the instant it is given. The work is bounded by the depth of
/// the plan tree, not by the number of its tasks: it looks at the task that ran last and climbs from there.
/// </summary>
internal static class Decider
{
    /// <summary>Decides.</summary>
    /// <param name="plan">The workflow's plan.</param>
    /// <param name="state">The job.</param>
    /// <param name="now">The instant, by the clock of the node that has the job.</param>
    /// <returns>Nothing when the job is not claimed or all that can run is under way.</returns>
    public static ImmutableArray<Decision> Decide(Plan plan, JobState state, DateTimeOffset now)
    {
        if (state.Status != JobStatus.Running) return [];
        return DecideOne(plan, state, now) is { } decision ? [decision] : [];
    }

    private static Decision? DecideOne(Plan plan, JobState state, DateTimeOffset now)
    {
        if (state.IsCancelRequested && state.Phase != PlanPhase.OnCancel) return Cancel(plan, state, now);
        if (state.IsTimedOut) return Leave(state.Phase, succeeded: false, state, now);
        if (state.Active is not { } active) return Enter(plan.Chain, state, now) ?? Decision.Succeed.Instance;
        var task = active.Node.Definition;
        return active.Outcome switch
        {
            null when active.Interrupted => Start(active.Node, active.Attempt, active.Fallback, state, now),
            null => null,
            TaskRunOutcome.Succeeded => Climb(active.Node, succeeded: true, state, now),
            TaskRunOutcome.Queue when !active.Parked => new Decision.Requeue(active.After, RequeueReason.Queue),
            TaskRunOutcome.Queue => Climb(active.Node, succeeded: true, state, now),
            TaskRunOutcome.Again => Again(active, task, state, now),
            TaskRunOutcome.Wait => active.Parked ? new Decision.Expire(active.Node) : new Decision.Suspend(active.Deadline),
            TaskRunOutcome.Retry when state.Phase == PlanPhase.Chain => Retry(plan.Workflow, state),
            TaskRunOutcome.Retry => Climb(active.Node, succeeded: true, state, now),
            TaskRunOutcome.Failed or TaskRunOutcome.TimedOut => AfterFailure(active, task, state, now),
            TaskRunOutcome.Canceled => Climb(active.Node, succeeded: false, state, now),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whatever was under way is over. A job of which nothing was started has nothing to tidy up.</summary>
    private static Decision Cancel(Plan plan, JobState state, DateTimeOffset now) =>
        (state.StartedAt is not null && plan.OnCancel is { } onCancel ? Enter(onCancel, state, now) : null) ?? Decision.Cancel.Instance;

    private static Decision? Again(NodeState active, TaskDefinition task, JobState state, DateTimeOffset now)
    {
        if (task.Timeout is { } limit && active.Used >= limit) return new Decision.Expire(active.Node);
        return active.Parked
            ? Start(active.Node, active.Attempt, active.Fallback, state, now)
            : new Decision.Requeue(active.After, RequeueReason.Again);
    }

    private static Decision? AfterFailure(NodeState active, TaskDefinition task, JobState state, DateTimeOffset now)
    {
        if (!active.Fallback && !active.Permanent && active.Attempt < task.Attempts)
        {
            var delay = task.RetryPolicy.DelayAfter(active.Attempt);
            return delay > TimeSpan.Zero && !active.Parked
                ? new Decision.Requeue(delay, RequeueReason.Retry)
                : Start(active.Node, active.Attempt + 1, fallback: false, state, now);
        }

        return !active.Fallback && task.Fallback is not null
            ? Start(active.Node, 1, fallback: true, state, now)
            : Climb(active.Node, succeeded: false, state, now);
    }

    private static Decision.Retry Retry(WorkflowDefinition workflow, JobState state)
    {
        var attempts = state.Posting.NumAttempts;
        var seconds = workflow.InitialDelay.TotalSeconds * Math.Pow(2, Math.Min(attempts, 62)); // Infinitely many times no delay is no number.
        var delay = seconds >= workflow.MaxDelay.TotalSeconds ? workflow.MaxDelay : TimeSpan.FromSeconds(seconds);
        return new Decision.Retry(attempts < workflow.MaxAttempts - 1, delay);
    }

    /// <summary>Tells a node's parent how it ended, and goes on where the parent says.</summary>
    private static Decision? Climb(PlanNode node, bool succeeded, JobState state, DateTimeOffset now)
    {
        for (var at = node; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case SequenceNode when !succeeded:
                    break;
                case SequenceNode sequence:
                    for (var next = at.Index + 1; next < sequence.Children.Count; next++)
                    {
                        if (Enter(sequence.Children[next], state, now) is { } decision) return decision;
                    }

                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return Leave(node.Phase, succeeded, state, now);
    }

    /// <summary>The whole tree of a phase has ended.</summary>
    private static Decision? Leave(PlanPhase phase, bool succeeded, JobState state, DateTimeOffset now)
    {
        switch (phase)
        {
            case PlanPhase.Chain when succeeded:
                return Decision.Succeed.Instance;
            case PlanPhase.Chain when state.Plan.OnError is { } onError && Enter(onError, state, now) is { } decision:
                return decision;
            case PlanPhase.Chain or PlanPhase.OnError:
                return new Decision.Fail(state.Error ?? new JobErrorView("Error", "The job failed.", ProblemCodes.TaskFailed));
            case PlanPhase.OnCancel:
                return Decision.Cancel.Instance;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The first task under a node; null when there is none.</summary>
    private static Decision? Enter(PlanNode node, JobState state, DateTimeOffset now)
    {
        switch (node)
        {
            case TaskNode task:
                return Start(task, 1, fallback: false, state, now);
            case SequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    if (Enter(sequence.Children[i], state, now) is { } decision) return decision;
                }

                return null;
            default:
                throw new UnreachableException();
        }
    }

    private static Decision Start(TaskNode task, int attempt, bool fallback, JobState state, DateTimeOffset now)
    {
        var known = state.Find(task);
        var same = known is not null && known.Attempt == attempt && known.Fallback == fallback;
        var limit = task.Definition.Timeout - (same ? known!.Used : TimeSpan.Zero);
        var interrupted = same && known!.Interrupted;
        var whole = state.Plan.Workflow.Timeout;
        if (whole == TimeSpan.Zero) return new Decision.Start(task, attempt, fallback, interrupted, limit, false);

        // A new phase gets the full time again.
        var left = task.Phase == state.Phase ? whole - state.PhaseElapsed(now) : whole;
        if (left <= TimeSpan.Zero) return new Decision.TimeOut(known is null || !same ? null : task);
        return limit is null || left < limit
            ? new Decision.Start(task, attempt, fallback, interrupted, left, true)
            : new Decision.Start(task, attempt, fallback, interrupted, limit, false);
    }
}
