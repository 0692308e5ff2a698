using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Services;

/// <summary>Something that happened to a job of this node, as it happens.</summary>
/// <param name="Job">The job.</param>
public abstract record JobUpdate(JobId Job)
{
    /// <summary>A task's run was recorded as started.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Node">Stable id of the task.</param>
    /// <param name="Name">Task name.</param>
    /// <param name="Attempt">From 1.</param>
    public sealed record TaskStarted(JobId Job, string Node, string Name, int Attempt) : JobUpdate(Job);

    /// <summary>A task's run was recorded as ended.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Node">Stable id of the task.</param>
    /// <param name="Name">Task name.</param>
    /// <param name="Attempt">From 1.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record TaskEnded(JobId Job, string Node, string Name, int Attempt, TaskRunOutcome Outcome) : JobUpdate(Job);

    /// <summary>A body reported its progress.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Node">Stable id of the task.</param>
    /// <param name="Fraction">From 0 to 1.</param>
    public sealed record Progress(JobId Job, string Node, double Fraction) : JobUpdate(Job);

    /// <summary>A body or a caller appended to the job's info.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Json">The element, see <see cref="JobInfo"/>.</param>
    public sealed record Info(JobId Job, RawJson Json) : JobUpdate(Job);

    /// <summary>A body wrote a log line.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Node">Stable id of the task.</param>
    /// <param name="Level">Its weight.</param>
    /// <param name="Message">Its text.</param>
    public sealed record Log(JobId Job, string Node, ScriptLogLevel Level, string Message) : JobUpdate(Job);

    /// <summary>The job moved; <see cref="JobView.Status"/> says where.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="View">The job after the move.</param>
    public sealed record Moved(JobId Job, JobView View) : JobUpdate(Job);
}
