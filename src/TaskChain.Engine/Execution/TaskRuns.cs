using System.Buffers;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Execution;

/// <summary>Makes runs for the sandbox and reads what came of them.</summary>
internal static class TaskRuns
{
    /// <summary>The trust domain of jobs that callers without a key posted. ApiKeyRequest refuses consumers of that name.</summary>
    private const string LocalDomain = "local";

    /// <summary>What the sandbox has to run.</summary>
    public static TaskRun Build(LiveJob job, Decision.Start start, EngineOptions options)
    {
        var state = job.State;
        var task = job.Pins.Task(start.Task);
        var script = start.Fallback ? task.Fallback ?? task.Body : task.Body;
        var posted = job.Posted;
        return new TaskRun
        {
            ScriptHash = script.Hash,
            Assembly = script.Assembly,
            Modules = task.Modules,
            Identity = new JobIdentity(job.Uuid, posted.Name, posted.Target, start.Attempt, start.Interrupted, KeyOf(job, start), posted.CreatedAt),
            Params = state.Params.Utf8,
            Properties = state.Properties.IsAbsent ? RawJson.EmptyObject.Utf8 : state.Properties.Utf8,
            Results = script.ReadsResults ? ResultsOf(state) : default,
            Error = ErrorFor(state, start)?.ToTaskError(),
            Variables = options.Variables,
            Timeout = start.Limit ?? Timeout.InfiniteTimeSpan,
            CancelGrace = options.CancelGrace,
            TrustDomain = posted.Consumer ?? LocalDomain,
        };
    }

    /// <summary>The event that records a result; null when the run was cut off from here and nothing about the task is to be recorded.</summary>
    public static JobEvent? ToEvent(Decision.Start start, TaskRunResult result, DateTimeOffset now)
    {
        var node = start.Task.Id;
        switch (result.Outcome)
        {
            case TaskRunOutcome.Canceled:
                return null;
            case TaskRunOutcome.TimedOut when start.LimitIsWorkflows:
                return new JobEvent.TimedOut(now, node);
            case TaskRunOutcome.TimedOut:
                return new JobEvent.TaskEnded(now, node, TaskRunOutcome.TimedOut) { Error = JobErrors.TaskTimeout(start.Task) };
            case TaskRunOutcome.Failed:
                var failure = result.Failure ?? new TaskFailure(ProblemCodes.TaskFailed, "The task failed.", null, null, true, null);
                return Ended(start, result, now) with { Error = JobErrors.Of(failure, start.Task.Name), Permanent = !failure.IsRetryable };
            case TaskRunOutcome.Succeeded:
                return Ended(start, result, now) with { Result = result.Result.IsEmpty ? RawJson.Null : new RawJson(result.Result) };
            default:
                return Ended(start, result, now) with { Result = Raw(result.Result), After = result.After, Deadline = result.Deadline };
        }
    }

    /// <summary>The event that records a run that was cut off because its job is cancelled.</summary>
    /// <param name="start">The run.</param>
    /// <param name="result">What came of it; null when no worker had it.</param>
    /// <param name="now">The instant.</param>
    public static JobEvent.TaskEnded Canceled(Decision.Start start, TaskRunResult? result, DateTimeOffset now) =>
        result is null ? new(now, start.Task.Id, TaskRunOutcome.Canceled) : Ended(start, result with { Outcome = TaskRunOutcome.Canceled }, now);

    private static JobEvent.TaskEnded Ended(Decision.Start start, TaskRunResult result, DateTimeOffset now) =>
        new(now, start.Task.Id, result.Outcome) { Params = Raw(result.Params), Changes = Raw(result.PropertyChanges) };

    // An empty slice of a worker's frame is not the default value, and would be written into the logbook as null.
    private static RawJson Raw(ReadOnlyMemory<byte> json) => json.IsEmpty ? default : new RawJson(json);

    /// <summary>The same whenever the same attempt is run again: other services can tell repetitions by it.</summary>
    private static string KeyOf(LiveJob job, Decision.Start start) =>
        $"{job.Uuid}/{start.Task.Id}{(start.Fallback ? "/fallback" : "")}/{start.Attempt}";

    private static JobErrorView? ErrorFor(JobState state, Decision.Start start) =>
        start.Fallback ? state.Find(start.Task)?.Error : start.Task.Phase switch
        {
            PlanPhase.Chain => null,
            PlanPhase.OnError => state.Error,
            _ => JobErrors.Canceled,
        };

    private static ReadOnlyMemory<byte> ResultsOf(JobState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var task in state.Touched)
            {
                if (task == state.Active) continue;
                writer.WriteStartObject();
                writer.WriteString("name"u8, task.Node.Name);
                writer.WritePropertyName("result"u8);
                if (task.Result.IsAbsent) writer.WriteNullValue();
                else writer.WriteRawValue(task.Result.Utf8.Span, skipInputValidation: true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }
}
