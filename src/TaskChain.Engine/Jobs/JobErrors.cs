using TaskChain.Contracts.Problems;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Jobs;

/// <summary>The errors that the engine itself gives to tasks and jobs, and how a worker's failures become them.</summary>
internal static class JobErrors
{
    /// <summary>node-workflow's text for a task that outlived its timeout.</summary>
    public const string TaskTimeoutText = "task timeout error";

    /// <summary>node-workflow's text for a workflow that outlived its timeout.</summary>
    public const string WorkflowTimeoutText = "workflow timeout";

    public static JobErrorView Of(TaskFailure failure, string task, int depth = 0) => new(
        failure.TypeName ?? "Error", failure.Message, failure.Code, task, failure.StackTrace,
        failure.Inner is null || depth > 8 ? null : Of(failure.Inner, task, depth + 1))
    {
        StatusCode = failure.StatusCode,
    };

    public static JobErrorView TaskTimeout(TaskNode task) => new("TaskTimeout", TaskTimeoutText, ProblemCodes.TaskTimeout, task.Name);

    public static JobErrorView WorkflowTimeout(TaskNode? task) =>
        new("WorkflowTimeout", WorkflowTimeoutText, ProblemCodes.WorkflowTimeout, task?.Name);

    /// <summary>What bodies of <c>oncancel</c> find as their <c>error</c>.</summary>
    public static JobErrorView Canceled { get; } = new("Canceled", "The job was canceled.", ProblemCodes.Canceled);

    public static TaskError ToTaskError(this JobErrorView error) => new(error.Name, error.Message, error.Code, error.Task ?? "")
    {
        StatusCode = error.StatusCode,
    };
}
