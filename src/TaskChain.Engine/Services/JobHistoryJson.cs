using System.Buffers;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Plans;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Services;

/// <summary>Writes what happens to jobs for those who follow them. The words are part of the contract; the logbook's own form is not.</summary>
internal static class JobHistoryJson
{
    /// <summary>An event of the logbook.</summary>
    public static RawJson Of(JobEvent happened, Plan? plan) => Write((happened, plan), static (writer, state) =>
    {
        var (item, plan) = state;
        writer.WriteString("at"u8, item.At.UtcDateTime);
        switch (item)
        {
            case JobEvent.Claimed claimed:
                writer.WriteString("runner_id"u8, claimed.Runner);
                break;
            case JobEvent.TaskStarted started:
                WriteTask(writer, started.Node, plan);
                writer.WriteNumber("attempt"u8, started.Attempt);
                if (started.Fallback) writer.WriteBoolean("fallback"u8, true);
                if (started.Interrupted) writer.WriteBoolean("interrupted"u8, true);
                break;
            case JobEvent.TaskEnded ended:
                WriteTask(writer, ended.Node, plan);
                WriteEnd(writer, ended);
                break;
            case JobEvent.TimedOut timedOut:
                if (timedOut.Node is not null) WriteTask(writer, timedOut.Node, plan);
                break;
            case JobEvent.Requeued requeued:
                writer.WriteString("reason"u8, WordOf(requeued.Reason));
                if (requeued.Delay > TimeSpan.Zero) writer.WriteNumber("delay"u8, requeued.Delay.TotalSeconds);
                break;
            case JobEvent.Suspended { Deadline: { } deadline }:
                writer.WriteString("deadline"u8, deadline.UtcDateTime);
                break;
            case JobEvent.Resumed resumed:
                WriteRaw(writer, "result"u8, resumed.Result);
                WriteError(writer, resumed.Error);
                break;
            case JobEvent.CancelRequested { By: { } by }:
                writer.WriteString("by"u8, by);
                break;
            case JobEvent.Canceled { By: { } by }:
                writer.WriteString("by"u8, by);
                break;
            case JobEvent.Failed failed:
                WriteError(writer, failed.Error);
                break;
            case JobEvent.Retried { Next: { } next }:
                writer.WriteString("next_attempt"u8, next);
                break;
        }
    });

    /// <summary>A line that a body wrote.</summary>
    public static RawJson OfLog(JobUpdate.Log line) => Write(line, static (writer, line) =>
    {
        writer.WriteString("level"u8, WordOf(line.Level));
        writer.WriteString("message"u8, line.Message);
        writer.WriteString("node"u8, line.Node);
    });

    /// <summary>How far a task says it is.</summary>
    public static RawJson OfProgress(JobUpdate.Progress progress) => Write(progress, static (writer, progress) =>
    {
        writer.WriteString("node"u8, progress.Node);
        writer.WriteNumber("fraction"u8, progress.Fraction);
    });

    /// <summary>A level as a word.</summary>
    public static string WordOf(ScriptLogLevel level) => level switch
    {
        ScriptLogLevel.Info => "info",
        ScriptLogLevel.Warn => "warn",
        _ => "error",
    };

    private static void WriteTask(Utf8JsonWriter writer, string node, Plan? plan)
    {
        writer.WriteString("node"u8, node);
        if (plan is not null) writer.WriteString("task"u8, plan.Task(node).Name);
    }

    private static void WriteEnd(Utf8JsonWriter writer, JobEvent.TaskEnded ended)
    {
        writer.WriteString("outcome"u8, WordOf(ended.Outcome));
        WriteRaw(writer, "result"u8, ended.Result);
        WriteError(writer, ended.Error);
        if (ended.After > TimeSpan.Zero) writer.WriteNumber("after"u8, ended.After.TotalSeconds);
        if (ended.Deadline is { } deadline) writer.WriteString("deadline"u8, deadline.UtcDateTime);
    }

    private static void WriteError(Utf8JsonWriter writer, JobErrorView? error)
    {
        if (error is null) return;
        writer.WritePropertyName("error"u8);
        JobViewJson.WriteError(writer, error);
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson value)
    {
        if (value.IsAbsent) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    private static string WordOf(TaskRunOutcome outcome) => outcome switch
    {
        TaskRunOutcome.TimedOut => "timed_out",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    private static string WordOf(RequeueReason reason) => reason.ToString().ToLowerInvariant();

    private static RawJson Write<T>(T state, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer, state);
            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }
}
