using System.Diagnostics;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>What should become of a job, said in the simplest way: no events, no clock, nobody who cancels, pauses or dies.</summary>
internal sealed class ReferenceLife
{
    private readonly RandomWorkflow _workflow;
    private bool _isRetried;

    public ReferenceLife(RandomWorkflow workflow)
    {
        _workflow = workflow;
        if (RunAll(workflow.Plan.Chain)) Status = JobStatus.Succeeded;
        else if (_isRetried) Status = JobStatus.Retried;
        else
        {
            Status = JobStatus.Failed;
            if (workflow.Plan.OnError is { } onError) RunAll(onError);
        }
    }

    private ReferenceLife(RandomWorkflow workflow, SequenceNode only)
    {
        _workflow = workflow;
        RunAll(only);
        Status = JobStatus.Canceled;
    }

    /// <summary>The runs of bodies in order.</summary>
    public List<string> Runs { get; } = [];

    public JobStatus Status { get; }

    /// <summary>The runs of <c>oncancel</c> in order.</summary>
    public static List<string> OnCancel(RandomWorkflow workflow) =>
        workflow.Plan.OnCancel is { } onCancel ? new ReferenceLife(workflow, onCancel).Runs : [];

    public static string Key(TaskNode task, int attempt, bool fallback) => $"{task.Id}{(fallback ? " fallback" : "")} #{attempt}";

    private bool RunAll(SequenceNode list)
    {
        foreach (var task in list.Children.Cast<TaskNode>())
        {
            if (!RunTask(task) || _isRetried) return false;
        }

        return true;
    }

    private bool RunTask(TaskNode task)
    {
        for (var attempt = 1; attempt <= task.Definition.Attempts; attempt++)
        {
            if (RunBody(task, attempt, fallback: false, out var isPermanent)) return true;
            if (isPermanent) break;
        }

        return task.Definition.Fallback is not null && RunBody(task, 1, fallback: true, out _);
    }

    private bool RunBody(TaskNode task, int attempt, bool fallback, out bool isPermanent)
    {
        isPermanent = false;
        for (var again = 0; ; again++)
        {
            Runs.Add(Key(task, attempt, fallback));
            switch (_workflow.OutcomeOf(task, attempt, fallback, again))
            {
                case TaskRunOutcome.Succeeded or TaskRunOutcome.Queue:
                    return true;
                case TaskRunOutcome.Retry:
                    _isRetried = task.Phase == PlanPhase.Chain;
                    return true;
                case TaskRunOutcome.Failed:
                    isPermanent = _workflow.IsPermanent(task, attempt, fallback);
                    return false;
                case TaskRunOutcome.TimedOut:
                    return false;
                case TaskRunOutcome.Wait:
                    var end = _workflow.EndOfWait(task, attempt, fallback);
                    isPermanent = end == WaitEnd.Error;
                    return end == WaitEnd.Answer;
                case TaskRunOutcome.Again:
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }
}
