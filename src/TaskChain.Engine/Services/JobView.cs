using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>A job as callers see it (node-workflow's job object). Immutable; JSON parts are passed through as they are.</summary>
public sealed record JobView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The workflow's id.</summary>
    public required Guid WorkflowId { get; init; }

    /// <summary>The workflow's immutable revision that the job runs.</summary>
    public required Guid WorkflowRevision { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>What the job works on, or null.</summary>
    public string? Target { get; init; }

    /// <summary>The parameters as posted or as a task changed them.</summary>
    public RawJson Params { get; init; } = RawJson.EmptyObject;

    /// <summary>
    /// Properties, as a JSON object; written as members of the job: unknown members of its workflow, configured parameters, what tasks set. Lists show only
    /// those that it started with.
    /// </summary>
    public RawJson Properties { get; init; }

    /// <summary>The consumer that posted it, or null.</summary>
    public string? Consumer { get; init; }

    /// <summary>Pattern of targets that are locked while the job lives, or null.</summary>
    public string? Locks { get; init; }

    /// <summary>Earliest start, or null for at once; then shown as when it was posted.</summary>
    public DateTimeOffset? ExecAfter { get; init; }

    /// <summary>When it was posted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Number of attempts of the whole job before this one.</summary>
    public int NumAttempts { get; init; }

    /// <summary>The job that this one is a new attempt of, or null.</summary>
    public Guid? PreviousAttempt { get; init; }

    /// <summary>The new attempt that follows this job, or null.</summary>
    public Guid? NextAttempt { get; init; }

    /// <summary>The tasks as posted; absent in lists.</summary>
    public RawJson Chain { get; init; }

    /// <summary>The tasks of the error chain as posted; absent in lists and when there are none.</summary>
    public RawJson OnError { get; init; }

    /// <summary>The tasks of the cancel chain as posted; absent in lists and when there are none.</summary>
    public RawJson OnCancel { get; init; }

    /// <summary>MD5 of the cancel chain as its workflow shows it, or null.</summary>
    public string? OnCancelMd5 { get; init; }

    /// <summary>One per task that ended or is under way, in order.</summary>
    public IReadOnlyList<TaskResultView> ChainResults { get; init; } = [];

    /// <summary>The same for the error chain; null when the workflow has none.</summary>
    public IReadOnlyList<TaskResultView>? OnErrorResults { get; init; }

    /// <summary>The same for the cancel chain; null when the workflow has none.</summary>
    public IReadOnlyList<TaskResultView>? OnCancelResults { get; init; }

    /// <summary>Limit of the whole chain; zero means none.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How many attempts of the whole job there may be, the first one counted.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Delay before the second attempt of the whole job; null when the workflow does not say.</summary>
    public TimeSpan? InitialDelay { get; init; }

    /// <summary>Longest delay between attempts of the whole job; null when the workflow does not say.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>When its first task started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True when nothing of it is started, because it or its workflow's name is paused. False once it has ended.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when somebody wants it to be cancelled and it is still winding down. False once it has ended.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>How long it has run so far, parked time left out.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The runner that has it, when running.</summary>
    public RunnerId? Runner { get; init; }

    /// <summary>Name of the task that is under way, or null.</summary>
    public string? CurrentTask { get; init; }

    /// <summary>How far the job is, from 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Why the job failed, or null.</summary>
    public JobErrorView? Error { get; init; }

    /// <summary>True in lists, which do not read logbooks: progress and results are not known and are not written, of the times only the end.</summary>
    public bool IsSummary { get; init; }

    /// <summary>True when the job has ended for good.</summary>
    public bool IsFinal => Status.IsFinal();

    /// <summary>Writes the job as one JSON object with node-workflow's member names.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="execution">What to write as <c>execution</c> instead of the status (POST always answers <c>queued</c>), or null.</param>
    public void WriteTo(Utf8JsonWriter writer, string? execution = null) => JobViewJson.Write(writer, this, execution);
}

/// <summary>One task's entry in a job's results.</summary>
public sealed record TaskResultView
{
    /// <summary>Task name; empty when the entry is of no task: the workflow's time was over between two tasks.</summary>
    public required string Name { get; init; }

    /// <summary>Stable id of the task in the workflow, for example <c>chain/0</c>; empty when the entry is of no task.</summary>
    public required string Node { get; init; }

    /// <summary>One of the words for node states: running, waiting, succeeded, failed.</summary>
    public required string Status { get; init; }

    /// <summary>The result; absent when there is none (yet).</summary>
    public RawJson Result { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public JobErrorView? Error { get; init; }

    /// <summary>The word that node-workflow writes as the entry's error: queue, wait, retry or cancel; otherwise null.</summary>
    public string? Word { get; init; }

    /// <summary>When its first attempt started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Number of attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>True when its fallback ran.</summary>
    public bool FellBack { get; init; }

    /// <summary>True when a run of it was cut off and repeated.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The module versions it was given, by alias.</summary>
    public IReadOnlyList<GivenModule> Modules { get; init; } = [];
}

/// <summary>A module version that a task was given.</summary>
/// <param name="Alias">The script's variable.</param>
/// <param name="Name">Module name.</param>
/// <param name="Requested">The version asked for, or null.</param>
/// <param name="Version">The version given.</param>
public sealed record GivenModule(string Alias, string Name, string? Requested, string Version);

/// <summary>An error of a job or task.</summary>
/// <param name="Name">Exception type name or a word such as <c>TaskTimeout</c>.</param>
/// <param name="Message">What happened.</param>
/// <param name="Code">For programs.</param>
/// <param name="Task">Name of the task, or null.</param>
/// <param name="Stack">Frames in the body's own lines, or null.</param>
/// <param name="Inner">The error inside, or null.</param>
/// <param name="Problems">The refusal's problems as a JSON array, when modules did not fit; otherwise absent.</param>
public sealed record JobErrorView(
    string Name, string Message, string Code, string? Task = null, string? Stack = null, JobErrorView? Inner = null, RawJson Problems = default)
{
    /// <summary>The HTTP status that the exception told, or null.</summary>
    public int? StatusCode { get; init; }
}
