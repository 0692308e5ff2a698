using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>Writes what a job's tasks said and returned, task by task.</summary>
internal static class JobOutputJson
{
    /// <summary>Writes one job's output.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="job">The job.</param>
    /// <param name="output">Its info and log lines, oldest first.</param>
    public static void Write(Utf8JsonWriter writer, JobView job, IReadOnlyList<JobOutput> output)
    {
        var lines = output.Where(o => o.Kind == JobOutputKind.Log).Select(LogLine.Read).ToLookup(line => line.Node, StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, job.Id);
        writer.WriteString("execution"u8, job.Status.ToWord());
        writer.WriteStartArray("tasks"u8);
        foreach (var task in job.ChainResults.Concat(job.OnErrorResults ?? []).Concat(job.OnCancelResults ?? [])) WriteTask(writer, task, lines);
        writer.WriteEndArray();
        WriteInfo(writer, output);
        writer.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter writer, TaskResultView task, ILookup<string, LogLine> lines)
    {
        if (task.Node is not { } node) return; // The workflow's timeout, which said nothing.
        writer.WriteStartObject();
        writer.WriteString("name"u8, task.Name);
        writer.WriteString("node"u8, node);
        writer.WriteString("status"u8, task.Status);
        WriteRaw(writer, "result"u8, task.Result);
        if (task.Error is { } error) WriteError(writer, error);
        writer.WriteStartArray("log"u8);
        foreach (var line in lines[node])
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, line.At.UtcDateTime);
            writer.WriteString("level"u8, line.Level);
            writer.WriteString("message"u8, line.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, JobErrorView error)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("name"u8, error.Name);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("code"u8, error.Code);
        if (error.Stack is not null) writer.WriteString("stack"u8, error.Stack);
        WriteRaw(writer, "errors"u8, error.Problems);
        writer.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter writer, IReadOnlyList<JobOutput> output)
    {
        writer.WriteStartArray("info"u8);
        foreach (var element in output)
        {
            if (element.Kind != JobOutputKind.Info) continue;
            writer.WriteStartObject();
            writer.WriteString("at"u8, element.At.UtcDateTime);
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(JobInfo.DataOf(element.Json).Utf8.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson value)
    {
        if (value.IsAbsent) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    private sealed record LogLine(string Node, DateTimeOffset At, string Level, string Message)
    {
        public static LogLine Read(JobOutput output)
        {
            using var document = JsonDocument.Parse(output.Json);
            var line = document.RootElement;
            return new LogLine(Text(line, "node"u8), output.At, Text(line, "level"u8), Text(line, "message"u8));
        }

        private static string Text(JsonElement line, ReadOnlySpan<byte> name) =>
            line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }
}
