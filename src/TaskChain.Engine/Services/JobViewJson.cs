using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Writes jobs as node-workflow's clients read them.</summary>
internal static class JobViewJson
{
    public static void Write(Utf8JsonWriter writer, JobView job, string? execution)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, job.Id);
        writer.WriteString("workflow_uuid"u8, job.WorkflowId);
        writer.WriteString("workflow"u8, job.WorkflowId);
        writer.WriteString("name"u8, job.Name);
        writer.WriteString("execution"u8, execution ?? job.Status.ToWord());
        if (job.IsCancelRequested) writer.WriteBoolean("cancel_requested"u8, true);
        if (job.IsPaused) writer.WriteBoolean("paused"u8, true);
        WriteRaw(writer, "params"u8, job.Params);
        if (job.Target is not null) writer.WriteString("target"u8, job.Target);
        if (job.Locks is not null) writer.WriteString("locks"u8, job.Locks);
        if (job.Consumer is not null) writer.WriteString("consumer"u8, job.Consumer);
        writer.WriteString("exec_after"u8, (job.ExecAfter ?? job.CreatedAt).UtcDateTime); // node-workflow always has it.
        writer.WriteString("created_at"u8, job.CreatedAt.UtcDateTime);
        writer.WriteNumber("num_attempts"u8, job.NumAttempts);
        if (job.PreviousAttempt is { } previous) writer.WriteString("prev_attempt"u8, previous);
        if (job.NextAttempt is { } next) writer.WriteString("next_attempt"u8, next);
        writer.WriteNumber("timeout"u8, job.Timeout.TotalSeconds);
        writer.WriteNumber("max_attempts"u8, job.MaxAttempts);
        if (job.InitialDelay is { } initialDelay) writer.WriteNumber("initial_delay"u8, initialDelay.TotalMilliseconds);
        if (job.MaxDelay is { } maxDelay) writer.WriteNumber("max_delay"u8, maxDelay.TotalMilliseconds);
        if (job.Runner is { } runner) writer.WriteString("runner_id"u8, runner.Value);
        else writer.WriteNull("runner_id"u8);
        if (!job.IsSummary) WriteRun(writer, job);
        else if (job.FinishedAt is { } finished) writer.WriteString("finished_at"u8, finished.UtcDateTime);
        WriteProperties(writer, job.Properties);
        writer.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter writer, JobView job)
    {
        WriteTimes(writer, job);
        WriteRaw(writer, "chain"u8, job.Chain);
        WriteResults(writer, "chain_results"u8, job.ChainResults);
        WriteRaw(writer, "onerror"u8, job.OnError);
        if (job.OnErrorResults is { } onErrorResults) WriteResults(writer, "onerror_results"u8, onErrorResults);
        WriteRaw(writer, "oncancel"u8, job.OnCancel);
        if (job.OnCancelMd5 is not null) writer.WriteString("oncancel_md5"u8, job.OnCancelMd5);
        if (job.OnCancelResults is { } onCancelResults) WriteResults(writer, "oncancel_results"u8, onCancelResults);
        if (job.Error is not null)
        {
            writer.WritePropertyName("error"u8);
            WriteError(writer, job.Error);
        }
    }

    private static void WriteTimes(Utf8JsonWriter writer, JobView job)
    {
        if (job.StartedAt is { } started) writer.WriteNumber("started"u8, started.ToUnixTimeMilliseconds());
        if (job.FinishedAt is { } finished) writer.WriteString("finished_at"u8, finished.UtcDateTime);
        writer.WriteNumber("elapsed"u8, Math.Round(job.Elapsed.TotalSeconds, 6));
        if (job.CurrentTask is not null) writer.WriteString("current_task"u8, job.CurrentTask);
        writer.WriteNumber("progress"u8, Math.Round(job.Progress, 4));
    }

    private static void WriteResults(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<TaskResultView> results)
    {
        writer.WriteStartArray(name);
        for (var i = 0; i < results.Count; i++) WriteResult(writer, results[i]);
        writer.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter writer, TaskResultView entry)
    {
        writer.WriteStartObject();
        if (entry.Result.IsAbsent) writer.WriteString("result"u8, ""u8);
        else WriteRaw(writer, "result"u8, entry.Result);
        writer.WritePropertyName("error"u8);
        if (entry.Word is not null) writer.WriteStringValue(entry.Word);
        else if (entry.Error is null) writer.WriteStringValue(""u8);
        else WriteError(writer, entry.Error);
        if (entry.Node.Length > 0)
        {
            writer.WriteString("name"u8, entry.Name);
            writer.WriteString("started_at"u8, entry.StartedAt.UtcDateTime);
        }

        if (entry.FinishedAt is { } finished) writer.WriteString("finished_at"u8, finished.UtcDateTime);
        if (entry.Node.Length > 0) writer.WriteString("node"u8, entry.Node);
        writer.WriteString("status"u8, entry.Status);
        if (entry.Node.Length > 0) writer.WriteNumber("attempts"u8, entry.Attempts);
        if (entry.FellBack) writer.WriteBoolean("fallback"u8, true);
        if (entry.Interrupted) writer.WriteBoolean("interrupted"u8, true);
        WriteModules(writer, entry.Modules);
        writer.WriteEndObject();
    }

    private static void WriteModules(Utf8JsonWriter writer, IReadOnlyList<GivenModule> modules)
    {
        if (modules.Count == 0) return;
        writer.WriteStartObject("modules"u8);
        for (var i = 0; i < modules.Count; i++)
        {
            var module = modules[i];
            writer.WriteStartObject(module.Alias);
            writer.WriteString("name"u8, module.Name);
            if (module.Requested is not null) writer.WriteString("requested"u8, module.Requested);
            writer.WriteString("ver"u8, module.Version);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an error.</summary>
    public static void WriteError(Utf8JsonWriter writer, JobErrorView error)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, error.Name);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("code"u8, error.Code);
        if (error.StatusCode is { } status) writer.WriteNumber("statusCode"u8, status);
        if (error.Task is not null) writer.WriteString("task"u8, error.Task);
        if (error.Stack is not null) writer.WriteString("stack"u8, error.Stack);
        if (error.Inner is not null)
        {
            writer.WritePropertyName("inner"u8);
            WriteError(writer, error.Inner);
        }

        WriteRaw(writer, "errors"u8, error.Problems);
        writer.WriteEndObject();
    }

    /// <summary>Properties stand beside the job's own members, as in node-workflow; those of the same name stay inside the job.</summary>
    private static void WriteProperties(Utf8JsonWriter writer, RawJson properties)
    {
        if (properties.IsAbsent || properties.Utf8.Length <= 2) return;
        foreach (var member in properties.ToElement().EnumerateObject())
        {
            if (!JobMembers.IsOwn(member.Name)) member.WriteTo(writer);
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson value)
    {
        if (value.IsAbsent) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
