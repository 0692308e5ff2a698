using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskChain;

/// <summary>The job as one attempt of a task sees it. Created by the sandbox worker for each run of a body; not thread-safe.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts write job.Queue().")]
public sealed class JobContext
{
    private readonly IScriptHost _host;
    private readonly Func<JsonObject> _readProperties;
    private readonly Func<bool> _timeToDie;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private JsonObject? _properties;

    /// <summary>Creates the context; used by the sandbox worker and by tests of script authors.</summary>
    /// <param name="host">Receives info and progress.</param>
    /// <param name="identity">Who the job is and which attempt this is.</param>
    /// <param name="parameters">The job's parameters.</param>
    /// <param name="readProperties">Reads the job's properties on first use.</param>
    /// <param name="results">Results of earlier tasks.</param>
    /// <param name="timeToDie">True once the attempt is over.</param>
    public JobContext(IScriptHost host, JobIdentity identity, JobParams parameters, Func<JsonObject> readProperties, TaskResults results, Func<bool> timeToDie)
    {
        _host = host;
        Identity = identity;
        Params = parameters;
        Results = results;
        _readProperties = readProperties;
        _timeToDie = timeToDie;
    }

    /// <summary>Names that belong to the service; setting one as a property is refused (node-workflow's list).</summary>
    public static IReadOnlySet<string> FrozenNames { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "chain", "chain_results", "onerror", "onerror_results", "oncancel", "oncancel_results", "exec_after", "timeout", "elapsed", "uuid",
        "workflow_uuid", "workflow", "name", "execution", "num_attempts", "max_attempts", "initial_delay", "max_delay", "prev_attempt",
        "next_attempt", "created_at", "started", "log", "runner_id", "locks", "target", "params", "info",
    };

    /// <summary>Who the job is and which attempt this is.</summary>
    public JobIdentity Identity { get; }

    /// <summary>The job's id.</summary>
    public string Uuid => Identity.Uuid;

    /// <summary>The workflow's name.</summary>
    public string Name => Identity.Name;

    /// <summary>What the job works on, as its poster named it; null when it named nothing.</summary>
    public string? Target => Identity.Target;

    /// <summary>Number of this attempt of the task, from 1.</summary>
    public int Attempt => Identity.Attempt;

    /// <summary>True when an earlier run of this attempt was cut off and may have had effects.</summary>
    public bool Interrupted => Identity.Interrupted;

    /// <summary>Stable per job, task and attempt, the same again after an interruption: hand it to services that remove duplicates.</summary>
    public string IdempotencyKey => Identity.IdempotencyKey;

    /// <summary>When the job was posted, UTC.</summary>
    public DateTimeOffset CreatedAt => Identity.CreatedAt;

    /// <summary>The job's parameters. Changes are carried on to later tasks.</summary>
    public JobParams Params { get; }

    /// <summary>Results of the tasks before this one.</summary>
    public TaskResults Results { get; }

    /// <summary>True once the attempt is over (timed out or cancelled), so that a stray loop can stop itself.</summary>
    public bool TimeToDie => _timeToDie();

    /// <summary>A job property: flows from task to task and is shown with the job. Null removes it.</summary>
    /// <exception cref="InvalidOperationException">On setting a name that belongs to the service.</exception>
    public JsonNode? this[string name]
    {
        get => Properties[name];
        set
        {
            if (FrozenNames.Contains(name))
            {
                throw new InvalidOperationException($"The job property '{name}' belongs to the service and cannot be set. Use another name.");
            }

            if (value is null) Properties.Remove(name);
            else Properties[name] = value.Parent is null ? value : value.DeepClone();
            _changed.Add(name);
        }
    }

    /// <summary>All job properties. Change them through the indexer.</summary>
    public JsonObject Properties => _properties ??= _readProperties();

    /// <summary>Names set or removed by this run; read by the host.</summary>
    public IReadOnlyCollection<string> ChangedProperties => _changed;

    /// <summary>True when a property was read, so that changes inside its value are possible; read by the host.</summary>
    public bool PropertiesTouched => _properties is not null;

    /// <summary>Appends one element to the job's info.</summary>
    public void Info(object? value) => _host.AppendInfo(JsonSerializer.SerializeToNode(value, ScriptJson.Options));

    /// <summary>Reports how far the task is, from 0 to 1.</summary>
    public void Progress(double fraction) => _host.ReportProgress(fraction);

    /// <summary>Outcome: this task is done; put the job back on the board and go on with the next task then.</summary>
    public TaskOutcome Queue() => Queue(TimeSpan.Zero);

    /// <summary>Outcome: this task is done; go on with the next one after a delay.</summary>
    public TaskOutcome Queue(TimeSpan after) => new(TaskOutcomeKind.Queue) { After = NotNegative(after) };

    /// <summary>Outcome: run this same task again after a delay. Counts no attempt; the task's timeout bounds the total.</summary>
    public TaskOutcome Again(TimeSpan after) => new(TaskOutcomeKind.Again) { After = NotNegative(after) };

    /// <summary>Outcome: wait until the job is resumed; the resume's value becomes this task's result.</summary>
    public TaskOutcome Wait() => new(TaskOutcomeKind.Wait);

    /// <summary>Outcome: wait until the job is resumed, at most until the deadline, after which the task fails.</summary>
    public TaskOutcome Wait(DateTimeOffset deadline) => new(TaskOutcomeKind.Wait) { Deadline = deadline };

    /// <summary>Outcome: run the whole job again as a new linked job, with the workflow's back-off.</summary>
    public TaskOutcome Retry() => new(TaskOutcomeKind.Retry);

    /// <summary>Outcome: permanent failure, no retry.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="code">A code for programs; defaults to <c>task_failed</c>.</param>
    public TaskOutcome Fail(string message, string code = "task_failed") => new(TaskOutcomeKind.Fail) { Message = message, Code = code };

    private static TimeSpan NotNegative(TimeSpan after) => after >= TimeSpan.Zero
        ? after
        : throw new ArgumentOutOfRangeException(nameof(after), after, "A delay cannot be negative.");
}
